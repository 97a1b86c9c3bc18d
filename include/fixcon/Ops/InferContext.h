// A shape rule's view of an op: operand types and known values in, result types out.
#pragma once

#include "fixcon/IR/Datum.h"
#include "fixcon/Ops/AttrFields.h"
#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// Elements of an integer tensor as products of numbers and symbols
/// (lib/Ops/Definition/SizeTensor.h).
struct SizeTensor;

/// What shape rules and reference kernels know about an operand.
struct OperandInfo {
  Type type;                         ///< None if the operand is absent
  const Tensor *value = nullptr;     ///< its elements, if they are known
  const SizeTensor *sizes = nullptr; ///< what else is known of its elements
};

/// A shape rule's view: operand types and known values in, result types out.
class InferContext {
public:
  InferContext(const Op &op, std::vector<OperandInfo> operands);
  /// What is known while the op runs; a null operand is absent. Before a run, what is known is what
  /// SizeTracker::contextOf has followed.
  InferContext(const Op &op, std::span<const Datum *const> operands);

  const Op &op() const { return *theOp; }
  unsigned numOperands() const { return static_cast<unsigned>(operands.size()); }
  bool has(unsigned i) const {
    return i < operands.size() && operands[i].type.kind() != Type::Kind::None;
  }
  const Type &type(unsigned i) const { return operands[i].type; }
  /// Elements of operand i if they are known, else null.
  const Tensor *value(unsigned i) const {
    return i < operands.size() ? operands[i].value : nullptr;
  }
  /// What is known of the elements of operand i where some are no numbers, else null.
  const SizeTensor *sizes(unsigned i) const {
    return i < operands.size() ? operands[i].sizes : nullptr;
  }
  bool isRanked(unsigned i) const { return has(i) && type(i).isRanked(); }
  template <class A> A attrs() const;

  void setResult(unsigned i, Type type);
  const std::vector<Type> &results() const { return resultTypes; }

  /// An error at the op; its code `label` names the constraint ("conv_c2") that docs and tests
  /// repeat.
  DiagnosticBuilder error(std::string_view label) const;

private:
  const Op *theOp;
  std::vector<OperandInfo> operands;
  std::vector<Type> resultTypes;
};

template <class A> A InferContext::attrs() const { return readAttrs<A>(*theOp); }

} // namespace fixcon

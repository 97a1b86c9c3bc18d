// A reference kernel's view of an op: operands in, results out.
#pragma once

#include "fixcon/IR/Datum.h"
#include "fixcon/Ops/AttrFields.h"

#include <functional>

namespace fixcon {

/// A reference kernel's view. Every float operand is F64 whatever its dtype in the IR, and float
/// results are F64: the executor rounds. Other dtypes are as in the IR.
class EvalContext {
public:
  /// Runs a nested graph on values for its arguments; results are its outputs.
  using RegionRunner =
      std::function<FailureOr<std::vector<Datum>>(const Graph &, std::vector<Datum>)>;

  const Op &op() const { return *theOp; }
  unsigned numOperands() const { return static_cast<unsigned>(inputs.size()); }
  bool has(unsigned i) const { return i < inputs.size() && inputs[i]; }
  const Tensor &in(unsigned i) const { return inputs[i]->tensor(); }
  /// The operand whatever it is, for ops that are defined on more than tensors.
  const Datum &datum(unsigned i) const { return *inputs[i]; }
  /// All operands as tensors; null if absent.
  std::vector<const Tensor *> tensors() const;
  /// Results have their inferred shape and are zero; one whose shape depends on data is empty and
  /// is assigned whole. Absent results (hasResult) are allocated too and thrown away.
  Tensor &out(unsigned i = 0) { return outputs[i].tensor(); }
  bool hasResult(unsigned i) const { return theOp->hasResult(i); }
  template <class A> A attrs() const;
  FailureOr<std::vector<Datum>> run(const Graph &region, std::vector<Datum> arguments);
  /// An error at the op that only a run shows, under the label <op>_run or that of a constraint.
  DiagnosticBuilder error() const { return error(theOp->name() + "_run"); }
  DiagnosticBuilder error(std::string_view label) const;

  const Op *theOp = nullptr;
  std::vector<const Datum *> inputs;
  std::vector<Datum> outputs; ///< those that are no tensors are assigned whole
  RegionRunner runner;
  int64_t byteBudget = INT64_MAX; ///< bytes that results of a size not known beforehand may take
  uint64_t seed = 0;              ///< for ops that draw random numbers
};

template <class A> A EvalContext::attrs() const { return readAttrs<A>(*theOp); }

} // namespace fixcon

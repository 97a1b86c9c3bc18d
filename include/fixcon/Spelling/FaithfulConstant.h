// Constants of a faithful graph, wherever the file holds them.
#pragma once

#include "fixcon/IR/Graph.h"

#include <optional>

namespace fixcon {

/// What became of numbers that were written into a constant.
struct ConstantWrite {
  explicit operator bool() const { return refusal.empty(); }
  std::string refusal;
  /// The largest difference of an element from what was asked for: the rounding to the dtype or the
  /// grid in which the constant is held.
  double maxError = 0;
};

/// A value that is the same whatever the model is fed with: an initializer (also a sparse one, or
/// one in a file beside the model) or a Constant, possibly behind Identity, Cast and
/// DequantizeLinear.
class FaithfulConstant {
public:
  static std::optional<FaithfulConstant> of(Value *value);
  /// The constant at an operand, which nobody but this op reads from now on: copied, with what
  /// stands between it and the op, if somebody else does.
  static std::optional<FaithfulConstant> forUser(Op &user, unsigned operand);

  Value &value() const { return *top; }
  /// The elements that the graph computes with, dequantised.
  const Tensor &real() const { return elements; }
  /// The elements as the file holds them.
  Tensor stored() const;
  /// Makes real() come as near to these as what holds them can; the shape must be the same. Scales
  /// and zero points stay. Every user of the constant sees it; a file beside the model does not
  /// change.
  ConstantWrite setReal(const Tensor &wanted);

private:
  FaithfulConstant() = default;
  bool evaluate();
  bool isShared() const;
  void setHeld(Tensor tensor);

  Value *top = nullptr, *holder = nullptr;
  std::vector<Op *> links; ///< from `top` down to what `holder` is an operand of
  Tensor elements;
};

} // namespace fixcon

// Linear ops with constant weights, seen as output channels: what scaling and bias fold into.
#pragma once

#include "fixcon/Ops/Linear.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

struct LinearForm {
  LinearChannels channels;
  const Tensor *weight = nullptr;
  int64_t rank = 0; ///< of the result
  int64_t axis = 0; ///< of the result's channels

  bool takesBias() const { return channels.trait.bias.has_value(); }
  Value *bias(const Op &op) const {
    return takesBias() ? op.operand(*channels.trait.bias) : nullptr;
  }
  /// The weight with each channel multiplied by its factor; nothing if one becomes infinite.
  std::optional<Tensor> scaled(const std::vector<double> &factors) const;
  /// The operands of `op` with these in place of its own; a null bias leaves none.
  std::vector<Value *> operands(const Op &op, Value *weight, Value *bias) const;
};

/// An op of the linear trait with constant weight and a bias that is absent or a constant vector of
/// one element per channel. Nothing for other ops.
std::optional<LinearForm> linearForm(const Op &op);

} // namespace fixcon

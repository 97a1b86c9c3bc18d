// Linear ops with constant weights, seen as output channels: what scaling and bias fold into.
#pragma once

#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

struct LinearForm {
  const Tensor *weight = nullptr;
  int64_t rank = 0; ///< of the result
  int64_t axis = 0; ///< of the result's channels
  int64_t channels = 0;
  bool takesBias = true; ///< operand 2 is a bias of one element per channel

  /// How channels lie in the weight: element i belongs to channel
  /// i / outer % blocks * width + i / inner % width.
  int64_t inner = 1, width = 1, outer = 1, blocks = 1;

  /// The weight with each channel multiplied by its factor; nothing if one becomes infinite.
  std::optional<Tensor> scaled(const std::vector<double> &factors) const;
};

/// conv, conv_transpose, gemm without scaling, mat_mul: with constant weight and a bias that is
/// absent or a constant vector. Nothing for other ops.
std::optional<LinearForm> linearForm(const Op &op);

} // namespace fixcon

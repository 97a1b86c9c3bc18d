// Tensors taken apart into slices along an axis, and put together again.
#pragma once

#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// Element `index` along `axis`; the axis is gone. Not for strings.
Tensor sliceAt(const Tensor &tensor, size_t axis, int64_t index);

/// The slices along a new axis; nullopt if they differ in shape or dtype, are strings, or none.
std::optional<Tensor> stackSlices(const std::vector<Tensor> &slices, size_t axis);

/// What a loop has given for each of its scan outputs, within a bound.
class CollectedSlices {
public:
  explicit CollectedSlices(size_t outputs) : outputs(outputs) {}
  /// False, with nothing kept, if all slices together would take too much.
  bool add(size_t output, Tensor slice);
  size_t size() const { return outputs.size(); }
  std::vector<Tensor> &operator[](size_t output) { return outputs[output]; }

private:
  static constexpr int64_t most = int64_t(4) << 30;
  std::vector<std::vector<Tensor>> outputs;
  int64_t bytes = 0;
};

} // namespace fixcon

// Tensors taken apart into slices along an axis, and put together again.
#pragma once

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// `size` elements along `axis` from `begin` on.
Tensor partOf(const Tensor &tensor, size_t axis, int64_t begin, int64_t size);

/// Element `index` along `axis`; the axis is gone.
Tensor sliceAt(const Tensor &tensor, size_t axis, int64_t index);

/// The parts one behind the other along an axis; nullopt if they differ in dtype or another dim, or
/// are none.
std::optional<Tensor> concatenate(std::span<const Tensor> parts, size_t axis);

/// The slices along a new axis; nullopt if they differ in shape or dtype, or are none.
std::optional<Tensor> stackSlices(const std::vector<Tensor> &slices, size_t axis);

/// What a loop has given for each of its scan outputs, within a bound.
class CollectedSlices {
public:
  explicit CollectedSlices(size_t outputs) : outputs(outputs) {}
  /// Reports, with nothing kept, what is no tensor, and if all slices together would take too much.
  LogicalResult add(const EvalContext &context, size_t output, const Datum &slice);
  size_t size() const { return outputs.size(); }
  std::vector<Tensor> &operator[](size_t output) { return outputs[output].slices; }
  /// The slices of `output`, of which there is one, along a new axis; nullopt if they differ.
  std::optional<Datum> stacked(size_t output, size_t axis) const;

private:
  struct Output {
    DType dtype = DType::F32;
    std::vector<Tensor> slices;
  };
  static constexpr int64_t most = int64_t(4) << 30;
  std::vector<Output> outputs;
  int64_t bytes = 0;
};

} // namespace fixcon

// Slices are runs of bytes: one for each index of the axes in front.
#include "Stacking.h"

#include "Axis.h"

#include <cstring>

namespace fixcon {

Tensor sliceAt(const Tensor &tensor, size_t axis, int64_t index) {
  AxisSplit split(tensor.shape(), axis);
  Shape shape = tensor.shape();
  shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(axis));
  Tensor slice(tensor.dtype(), shape);
  size_t run = static_cast<size_t>(split.inner) * byteSize(tensor.dtype());
  for (int64_t o = 0; o < split.outer && run; ++o)
    std::memcpy(slice.mutableBytes().data() + static_cast<size_t>(o) * run,
                tensor.bytes().data() + static_cast<size_t>(o * split.size + index) * run, run);
  return slice;
}

std::optional<Tensor> stackSlices(const std::vector<Tensor> &slices, size_t axis) {
  if (slices.empty() || slices.front().isString() || axis > slices.front().rank())
    return std::nullopt;
  const Tensor &first = slices.front();
  Shape shape = first.shape();
  auto count = static_cast<int64_t>(slices.size());
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(axis), count);
  if (!storageSize(first.dtype(), shape))
    return std::nullopt;
  Tensor all(first.dtype(), shape);
  AxisSplit split(shape, axis);
  size_t run = static_cast<size_t>(split.inner) * byteSize(first.dtype());
  std::byte *to = all.mutableBytes().data();
  for (int64_t i = 0; i < count; ++i) {
    const Tensor &slice = slices[static_cast<size_t>(i)];
    if (slice.shape() != first.shape() || slice.dtype() != first.dtype())
      return std::nullopt;
    for (int64_t o = 0; o < split.outer && run; ++o)
      std::memcpy(to + static_cast<size_t>(o * count + i) * run,
                  slice.bytes().data() + static_cast<size_t>(o) * run, run);
  }
  return all;
}

bool CollectedSlices::add(size_t output, Tensor slice) {
  auto size = storageSize(slice.dtype(), slice.shape());
  if (!size || *size > most - bytes)
    return false;
  // An empty slice takes its handle.
  bytes += *size + static_cast<int64_t>(sizeof(Tensor));
  outputs[output].push_back(std::move(slice));
  return true;
}

} // namespace fixcon

// Parts are runs of elements: one for each index of the axes in front.
#include "Stacking.h"

#include "Definition/Axis.h"

#include "fixcon/Support/CheckedMath.h"

#include <algorithm>
#include <cstring>

namespace fixcon {

static void copyRun(const Tensor &from, int64_t at, Tensor &to, int64_t place, int64_t count) {
  if (count == 0)
    return;
  if (from.isString()) {
    std::copy_n(from.strings().begin() + at, count, to.mutableStrings().begin() + place);
    return;
  }
  size_t width = byteSize(from.dtype());
  std::memcpy(to.mutableBytes().data() + static_cast<size_t>(place) * width,
              from.bytes().data() + static_cast<size_t>(at) * width,
              static_cast<size_t>(count) * width);
}

Tensor partOf(const Tensor &tensor, size_t axis, int64_t begin, int64_t size) {
  AxisSplit whole(tensor.shape(), axis);
  Shape shape = tensor.shape();
  shape[axis] = size;
  Tensor part(tensor.dtype(), shape);
  int64_t run = size * whole.inner;
  for (int64_t o = 0; o < whole.outer; ++o)
    copyRun(tensor, (o * whole.size + begin) * whole.inner, part, o * run, run);
  return part;
}

Tensor sliceAt(const Tensor &tensor, size_t axis, int64_t index) {
  Shape shape = tensor.shape();
  shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(axis));
  return partOf(tensor, axis, index, 1).reshaped(std::move(shape));
}

/// The shape of all parts together.
static std::optional<Shape> totalShape(std::span<const Tensor> parts, size_t axis) {
  if (parts.empty() || axis >= parts.front().rank())
    return std::nullopt;
  Shape total = parts.front().shape();
  total[axis] = 0;
  for (const Tensor &part : parts) {
    Shape shape = part.shape();
    if (part.dtype() != parts.front().dtype() || shape.size() != total.size())
      return std::nullopt;
    auto sum = checkedAdd(total[axis], shape[axis]);
    shape[axis] = total[axis];
    if (shape != total || !sum)
      return std::nullopt;
    total[axis] = *sum;
  }
  return storageSize(parts.front().dtype(), total) ? std::optional(total) : std::nullopt;
}

std::optional<Tensor> concatenate(std::span<const Tensor> parts, size_t axis) {
  auto shape = totalShape(parts, axis);
  if (!shape)
    return std::nullopt;
  Tensor all(parts.front().dtype(), *shape);
  AxisSplit whole(*shape, axis);
  int64_t begin = 0;
  for (const Tensor &part : parts) {
    int64_t run = part.shape()[axis] * whole.inner;
    for (int64_t o = 0; o < whole.outer; ++o)
      copyRun(part, o * run, all, o * whole.size * whole.inner + begin, run);
    begin += run;
  }
  return all;
}

std::optional<Tensor> stackSlices(const std::vector<Tensor> &slices, size_t axis) {
  std::vector<Tensor> parts;
  parts.reserve(slices.size());
  for (const Tensor &slice : slices) {
    if (axis > slice.rank())
      return std::nullopt;
    Shape shape = slice.shape();
    shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(axis), 1);
    parts.push_back(slice.reshaped(std::move(shape)));
  }
  return concatenate(parts, axis);
}

LogicalResult CollectedSlices::add(const EvalContext &context, size_t output, const Datum &slice) {
  if (!slice.isTensor())
    return context.error() << "scan output " << output << " is " << slice.type().str()
                           << ", only tensors are stacked";
  if (slice.bytes() > most - bytes)
    return context.error() << "the scan outputs take too much memory";
  // An empty slice takes its handle.
  bytes += slice.bytes() + static_cast<int64_t>(sizeof(Tensor));
  outputs[output].dtype = slice.dtype();
  outputs[output].slices.push_back(slice.tensor());
  return success();
}

std::optional<Datum> CollectedSlices::stacked(size_t output, size_t axis) const {
  auto all = stackSlices(outputs[output].slices, axis);
  return all ? std::optional(Datum(std::move(*all), outputs[output].dtype)) : std::nullopt;
}

} // namespace fixcon

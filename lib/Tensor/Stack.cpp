// The first axis is the outermost, so that a batch is its samples one after the other.
#include "fixcon/Tensor/Stack.h"

#include <algorithm>

namespace fixcon {

bool canStack(const Tensor &a, const Tensor &b) {
  return a.dtype() == b.dtype() && !a.isString() && a.rank() > 0 && a.rank() == b.rank() &&
         std::equal(a.shape().begin() + 1, a.shape().end(), b.shape().begin() + 1);
}

std::optional<Tensor> stack(std::span<const Tensor> parts) {
  Shape shape = parts.front().shape();
  for (const Tensor &part : parts) {
    if (!canStack(parts.front(), part))
      return std::nullopt;
    if (&part != &parts.front())
      shape[0] += part.shape()[0];
  }
  Tensor whole(parts.front().dtype(), shape);
  auto behind = whole.mutableBytes().begin();
  for (const Tensor &part : parts)
    behind = std::ranges::copy(part.bytes(), behind).out;
  return whole;
}

Tensor firstRows(const Tensor &tensor, int64_t count) {
  Shape shape = tensor.shape();
  size_t bytes = shape[0] ? tensor.bytes().size() / static_cast<size_t>(shape[0]) : 0;
  shape[0] = count;
  auto keep = std::make_shared<Tensor>(tensor);
  return Tensor::view(tensor.dtype(), std::move(shape),
                      keep->bytes().first(static_cast<size_t>(count) * bytes), keep);
}

} // namespace fixcon

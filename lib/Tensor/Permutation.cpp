// The elements of the result are written in order; an odometer over its axes keeps the place of the one
// to read, so that no index is multiplied out.
#include "fixcon/Tensor/Permutation.h"

#include "fixcon/Support/Require.h"

#include <cstring>

namespace fixcon {

bool isPermutation(std::span<const int64_t> perm) {
  std::vector<bool> seen(perm.size());
  for (int64_t axis : perm) {
    if (axis < 0 || axis >= static_cast<int64_t>(perm.size()) || seen[static_cast<size_t>(axis)])
      return false;
    seen[static_cast<size_t>(axis)] = true;
  }
  return true;
}

bool isIdentity(std::span<const int64_t> perm) {
  for (size_t i = 0; i < perm.size(); ++i)
    if (perm[i] != static_cast<int64_t>(i))
      return false;
  return true;
}

Permutation inverse(std::span<const int64_t> perm) {
  Permutation back(perm.size());
  for (size_t i = 0; i < perm.size(); ++i)
    back[static_cast<size_t>(perm[i])] = static_cast<int64_t>(i);
  return back;
}

/// Calls move(from, to) for each element of the result, whose place is `to`.
static void forEachMoved(const Shape &source, std::span<const int64_t> perm, auto &&move) {
  size_t rank = perm.size();
  Shape size(rank), stride(rank), index(rank, 0), from = stridesOf(source);
  for (size_t i = 0; i < rank; ++i) {
    size[i] = source[static_cast<size_t>(perm[i])];
    stride[i] = from[static_cast<size_t>(perm[i])];
  }
  int64_t count = *elementCount(source), at = 0;
  for (int64_t to = 0; to < count; ++to) {
    move(static_cast<size_t>(at), static_cast<size_t>(to));
    for (size_t axis = rank; axis-- > 0;) {
      at += stride[axis];
      if (++index[axis] < size[axis])
        break;
      at -= stride[axis] * size[axis];
      index[axis] = 0;
    }
  }
}

std::vector<int64_t> transposedOffsets(const Shape &shape, std::span<const int64_t> perm) {
  std::vector<int64_t> offsets(static_cast<size_t>(*elementCount(shape)));
  forEachMoved(shape, perm,
               [&](size_t from, size_t to) { offsets[to] = static_cast<int64_t>(from); });
  return offsets;
}

Tensor transpose(const Tensor &tensor, std::span<const int64_t> perm) {
  require(perm.size() == tensor.rank() && isPermutation(perm),
          "axes are moved by no permutation of them");
  if (isIdentity(perm))
    return tensor;
  Shape shape;
  for (int64_t axis : perm)
    shape.push_back(tensor.shape()[static_cast<size_t>(axis)]);
  Tensor result(tensor.dtype(), std::move(shape));
  if (tensor.isString()) {
    auto from = tensor.strings();
    auto to = result.mutableStrings();
    forEachMoved(tensor.shape(), perm,
                 [&](size_t source, size_t target) { to[target] = from[source]; });
    return result;
  }
  size_t width = byteSize(tensor.dtype());
  const std::byte *from = tensor.bytes().data();
  std::byte *to = result.mutableBytes().data();
  forEachMoved(tensor.shape(), perm, [&](size_t source, size_t target) {
    std::memcpy(to + target * width, from + source * width, width);
  });
  return result;
}

} // namespace fixcon

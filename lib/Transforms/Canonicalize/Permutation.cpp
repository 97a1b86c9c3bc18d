#include "Permutation.h"

#include <cstring>

namespace fixcon {

static bool isPermutation(const Attribute::Ints &perm) {
  std::vector<bool> seen(perm.size());
  for (int64_t axis : perm) {
    if (axis < 0 || axis >= static_cast<int64_t>(perm.size()) || seen[static_cast<size_t>(axis)])
      return false;
    seen[static_cast<size_t>(axis)] = true;
  }
  return true;
}

std::optional<Attribute::Ints> permOf(const Op &transpose) {
  if (const auto *perm = transpose.attr<Attribute::Ints>("perm"))
    return isPermutation(*perm) ? std::optional(*perm) : std::nullopt;
  auto rank = rankOf(transpose.operand(0));
  if (!rank)
    return std::nullopt;
  Attribute::Ints perm;
  for (int64_t i = *rank; i-- > 0;)
    perm.push_back(i);
  return perm;
}

bool isIdentity(const Attribute::Ints &perm) {
  for (size_t i = 0; i < perm.size(); ++i)
    if (perm[i] != static_cast<int64_t>(i))
      return false;
  return true;
}

Attribute::Ints inverse(const Attribute::Ints &perm) {
  Attribute::Ints back(perm.size());
  for (size_t i = 0; i < perm.size(); ++i)
    back[static_cast<size_t>(perm[i])] = static_cast<int64_t>(i);
  return back;
}

int64_t mappedAxis(const Attribute::Ints &perm, int64_t axis) {
  auto rank = static_cast<int64_t>(perm.size());
  return perm[static_cast<size_t>(axis < 0 ? axis + rank : axis)];
}

Value *transposed(Rewriter &b, Value *x, const Attribute::Ints &perm) {
  return isIdentity(perm) ? x : b.value("transpose", {x}, attrsOf({{"perm", perm}}));
}

Tensor permuted(const Tensor &tensor, const Attribute::Ints &perm) {
  size_t rank = perm.size(), width = byteSize(tensor.dtype());
  Shape shape(rank), strides(rank), from = stridesOf(tensor.shape());
  for (size_t i = 0; i < rank; ++i) {
    shape[i] = tensor.shape()[static_cast<size_t>(perm[i])];
    strides[i] = from[static_cast<size_t>(perm[i])];
  }
  Tensor result(tensor.dtype(), shape);
  const std::byte *source = tensor.bytes().data();
  std::byte *target = result.mutableBytes().data();
  std::vector<int64_t> index(rank, 0);
  int64_t offset = 0;
  for (int64_t n = 0; n < result.size(); ++n) {
    std::memcpy(target, source + static_cast<size_t>(offset) * width, width);
    target += width;
    for (size_t i = rank; i-- > 0;) {
      offset += strides[i];
      if (++index[i] < shape[i])
        break;
      offset -= strides[i] * shape[i];
      index[i] = 0;
    }
  }
  return result;
}

} // namespace fixcon

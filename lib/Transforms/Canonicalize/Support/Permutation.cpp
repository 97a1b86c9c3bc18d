// As in ONNX: axis i of a transpose's result is axis perm[i] of its operand. A `perm` that is no
// permutation gives nothing, so that no rewrite touches such an op.
#include "Permutation.h"

namespace fixcon {

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

int64_t mappedAxis(const Attribute::Ints &perm, int64_t axis) {
  auto rank = static_cast<int64_t>(perm.size());
  return perm[static_cast<size_t>(axis < 0 ? axis + rank : axis)];
}

Value *transposed(Rewriter &b, Value *x, const Attribute::Ints &perm) {
  return isIdentity(perm) ? x : b.value("transpose", {x}, attrsOf({{"perm", perm}}));
}

} // namespace fixcon

// A Transpose of a Transpose is written as one, or as none, by the spelling of transpose itself.
#include "ChannelsLast.h"

#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <numeric>

namespace fixcon {

Permutation toChannelsFirst(int64_t rank) {
  Permutation perm(static_cast<size_t>(rank));
  std::iota(perm.begin() + 2, perm.end(), 1);
  perm[0] = 0;
  perm[1] = rank - 1;
  return perm;
}

Permutation toChannelsLast(int64_t rank) { return inverse(toChannelsFirst(rank)); }

Type transposed(const Type &type, const Permutation &perm) {
  if (!type.isTensor() || !type.isRanked() || type.rank() != perm.size())
    return type;
  Dims dims;
  for (int64_t axis : perm)
    dims.push_back(type.dim(static_cast<size_t>(axis)));
  return type.withDims(dims);
}

SpellingOperand transposed(SpellingBuilder &b, const SpellingOperand &operand,
                           const Permutation &perm) {
  if (operand.isAbsent() || isIdentity(perm))
    return operand;
  if (operand.constant && operand.constant->rank() == perm.size())
    return transpose(*operand.constant, perm);
  return b.core("transpose", {operand}, attrsOf({{"perm", perm}}));
}

std::optional<TransposedValue> transposedBy(const SpellingOperand &operand) {
  const Op *maker = operand.value ? operand.value->definingOp() : nullptr;
  if (!maker || maker->name() != "tfl.TRANSPOSE" || maker->numOperands() != 2)
    return std::nullopt;
  auto order = FaithfulConstant::of(maker->operand(1));
  if (!order || !isInteger(order->real().dtype()) || !isPermutation(order->real().toInts()))
    return std::nullopt;
  return TransposedValue{maker->operand(0), order->real().toInts()};
}

SpellingOperand ints32(const std::vector<int64_t> &values) {
  return Tensor::of<int64_t>({std::ssize(values)}, values).converted(DType::I32);
}

} // namespace fixcon

#include "Elementwise.h"

#include "ChannelsLast.h"

namespace fixcon {

/// The order that Transposes gave all operands but constants of at most that rank; nothing if there is none.
static std::optional<Permutation> commonOrder(const std::vector<SpellingOperand> &operands) {
  std::optional<Permutation> common;
  for (const SpellingOperand &operand : operands) {
    if (operand.isAbsent() || SpellingBuilder::constant(operand))
      continue;
    auto made = transposedBy(operand);
    if (!made || (common && *common != made->perm))
      return std::nullopt;
    common = made->perm;
  }
  for (const SpellingOperand &operand : operands)
    if (auto constant = common ? SpellingBuilder::constant(operand) : std::nullopt)
      if (constant->rank() > common->size())
        return std::nullopt;
  return common;
}

/// The operand as it lies in front of the Transposes.
static SpellingOperand before(const SpellingOperand &operand, const Permutation &perm) {
  auto constant = SpellingBuilder::constant(operand);
  if (!constant)
    return operand.isAbsent() ? operand : SpellingOperand(transposedBy(operand)->inner);
  if (constant->size() == 1)
    return operand;
  Shape full(perm.size() - constant->rank(), 1);
  full.insert(full.end(), constant->shape().begin(), constant->shape().end());
  return transpose(constant->reshaped(full), inverse(perm));
}

Value *spellElementwise(SpellingBuilder &b, const std::string &type,
                        std::vector<SpellingOperand> operands, AttrDict attrs, const Type &result) {
  auto order = commonOrder(operands);
  bool sinks = order && result.isTensor() && result.isRanked() && result.rank() == order->size();
  if (!sinks)
    return b.foreign(type, std::move(operands), std::move(attrs), result);
  for (SpellingOperand &operand : operands)
    operand = before(operand, *order);
  Value *y =
      b.foreign(type, std::move(operands), std::move(attrs), transposed(result, inverse(*order)));
  return transposed(b, y, *order).value;
}

} // namespace fixcon

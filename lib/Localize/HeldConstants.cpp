#include "HeldConstants.h"

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Spelling/FaithfulConstant.h"

namespace fixcon {

std::optional<Tensor> heldConstant(const Value *executable, const Graph &faithful) {
  auto held =
      executable ? FaithfulConstant::of(valueInFile(faithful, executable->name())) : std::nullopt;
  return held ? std::optional(held->real()) : std::nullopt;
}

bool holdTheSame(const std::optional<Tensor> &a, const std::optional<Tensor> &b) {
  if (!a || !b)
    return !a == !b;
  if (a->isString() || b->isString() || !isFloat(a->dtype()) || !isFloat(b->dtype()))
    return a->identical(*b);
  return a->shape() == b->shape() && equalWeights(*a, *b);
}

} // namespace fixcon

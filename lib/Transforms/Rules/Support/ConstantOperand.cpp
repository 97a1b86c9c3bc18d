// What is computed when the model runs could be any number, and a core op's attribute is one.
#include "ConstantOperand.h"

#include <numeric>

namespace fixcon {

std::optional<std::vector<int64_t>> constantInts(RuleBuilder &b, unsigned i, const char *what) {
  if (const Tensor *constant = b.weight(i))
    return constant->toInts();
  b.error() << "operand " << i << ", " << what << ", is not a constant";
  return std::nullopt;
}

std::optional<int64_t> constantAxis(RuleBuilder &b, unsigned i, int64_t rank) {
  auto axes = constantInts(b, i, "the axis");
  if (!axes)
    return std::nullopt;
  if (axes->size() == 1 && (*axes)[0] >= -rank && (*axes)[0] < rank)
    return (*axes)[0] + ((*axes)[0] < 0 ? rank : 0);
  b.error() << "operand " << i << " is no axis of a tensor of rank " << rank;
  return std::nullopt;
}

std::optional<int64_t> knownRank(RuleBuilder &b, unsigned i) {
  auto rank = b.rank(i);
  if (!rank)
    b.error() << "operand " << i << " has no known rank";
  return rank;
}

std::vector<int64_t> firstAxes(int64_t count) {
  std::vector<int64_t> axes(static_cast<size_t>(count));
  std::iota(axes.begin(), axes.end(), 0);
  return axes;
}

Value *asDeclared(RuleBuilder &b, const Op &foreign, unsigned i, Value *x) {
  const Type &type = foreign.result(i)->type();
  bool differs = type.isTensor() && x->type().isTensor() && type.dtype() != x->type().dtype();
  return differs ? b.cast(x, type.dtype()) : x;
}

} // namespace fixcon

// A constant that other ops read as well is copied for the site's op, so that one fault is at one place.
#include "Elements.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

std::string changeNumbers(EditSite &site, const std::string &what, const ChangeElements &change,
                          const std::function<bool(unsigned)> &isMeant) {
  std::vector<unsigned> operands = site.numbers();
  if (isMeant)
    std::erase_if(operands, [&](unsigned i) { return !isMeant(i); });
  if (operands.empty())
    return {};
  unsigned operand = site.choose(operands);
  std::string name = site.op.operand(operand)->name();
  Tensor before = *site.constant(operand), after = before;
  bool isChanged = change(after.mutableData<double>(), after.shape());
  if (!isChanged || !site.write(operand, after) || site.constant(operand)->identical(before))
    return {};
  return what + " of " + name;
}

double largestOf(std::span<const double> elements) {
  return std::abs(*std::ranges::max_element(elements, {}, [](double e) { return std::abs(e); }));
}

void forPairs(const Shape &shape, size_t axis, int64_t i, int64_t j,
              const std::function<void(size_t, size_t)> &fn) {
  int64_t inner = stridesOf(shape)[axis], block = inner * shape[axis];
  int64_t all = elementCount(shape).value_or(0);
  for (int64_t outer = 0; outer < all; outer += block)
    for (int64_t k = 0; k < inner; ++k)
      fn(static_cast<size_t>(outer + i * inner + k), static_cast<size_t>(outer + j * inner + k));
}

bool isLinearWeight(const EditSite &site, unsigned i) {
  const OpDef *def = site.def();
  return def && def->traits().linear && site.roleOf(i) == Role::Weight;
}

size_t channelAxis(const EditSite &site, const Shape &weight) {
  int axis = site.def()->traits().linear->weightAxis;
  return static_cast<size_t>(axis < 0 ? axis + static_cast<int>(weight.size()) : axis);
}

} // namespace fixcon

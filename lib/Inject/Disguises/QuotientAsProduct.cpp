// a / c   ->   a * (1 / c), where 1 / c is exact
#include "fixcon/Inject/EditSite.h"

#include <cmath>

namespace fixcon {

std::string disguiseQuotientAsProduct(EditSite &site) {
  auto divisor = site.def() && site.def()->traits().product == -1 ? site.constant(1) : std::nullopt;
  if (!divisor || !site.isFloatTensor(1))
    return {};
  for (double &element : divisor->mutableData<double>()) {
    int exponent = 0;
    if (std::abs(std::frexp(element, &exponent)) != 0.5)
      return {};
    element = 1 / element;
  }
  Value *v = site.emit(
      "mul", {site.op.operand(0), divisor->converted(site.typeOf(*site.op.operand(0)).dtype())}, {},
      &site.op);
  if (!v)
    return {};
  site.replace(*v);
  return "as a product";
}

} // namespace fixcon

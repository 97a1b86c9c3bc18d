// A constant that configures the op as an attribute would: a bound, the size of a padding, a fill value.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherOperand(EditSite &site) {
  for (unsigned i = 1; i < site.op.numOperands(); ++i) {
    auto elements = site.roleOf(i) == Role::Hyperparameter ? site.constant(i) : std::nullopt;
    if (!elements || !elements->size())
      continue;
    std::string name = site.op.operand(i)->name();
    for (double &element : elements->mutableData<double>())
      element = element == 0 ? site.severity : element * (1 + 2 * site.severity);
    return site.write(i, *elements) ? "another " + name : "";
  }
  return {};
}

} // namespace fixcon

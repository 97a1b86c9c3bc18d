// y = w x   ->   y = ((2 w) x) * 0.5, which rounds nothing
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseScaledBack(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || !def->traits().linear || site.op.numOperands() != 2 || !site.op.numResults())
    return {};
  auto weights = site.roleOf(1) == Role::Weight ? site.constant(1) : std::nullopt;
  if (!weights)
    return {};
  for (double &element : weights->mutableData<double>())
    element *= 2;
  DType dtype = site.typeOf(*site.op.operand(0)).dtype();
  if (!site.write(1, *weights))
    return {};
  Value *half = site.emit("mul", {site.op.result(), Tensor::scalar(0.5).converted(dtype)}, {},
                          site.op.next());
  if (!half)
    return {};
  site.redirect(*half);
  return "weights twice as large, the result halved";
}

} // namespace fixcon

// conv(x, w, b)   ->   conv(x, w) + b
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseBiasApart(EditSite &site) {
  const OpDef *def = site.def();
  bool has = def && def->traits().linear && def->traits().linear->bias &&
             site.op.numOperands() == 3 && def->traits().window && site.op.operand(2);
  auto bias = has ? site.constant(2) : std::nullopt;
  if (!bias || !site.isFloatTensor(0))
    return {};
  Shape shape(site.typeOf(*site.op.operand(0)).rank(), 1);
  shape[1] = bias->size();
  Tensor addend = bias->reshaped(shape).converted(site.typeOf(*site.op.operand(0)).dtype());
  site.op.setOperands({site.op.operand(0), site.op.operand(1)});
  Value *sum = site.emit("add", {site.op.result(), addend}, {}, site.op.next());
  if (!sum)
    return {};
  site.redirect(*sum);
  return "the bias as a sum";
}

} // namespace fixcon

// flatten(x) {axis = 1}   ->   reshape(x, [0, -1])
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseFlattenAsReshape(EditSite &site) {
  const OpDef *def = site.def();
  Attribute axis = site.attribute("axis");
  if (!def || !def->traits().view || !axis.get<int64_t>() || *axis.get<int64_t>() != 1 ||
      site.op.numOperands() != 1)
    return {};
  Value *v =
      site.emit("reshape", {site.op.operand(0), Tensor::of<int64_t>({2}, {0, -1})}, {}, &site.op);
  if (!v)
    return {};
  site.replace(*v);
  return "as a reshape";
}

} // namespace fixcon

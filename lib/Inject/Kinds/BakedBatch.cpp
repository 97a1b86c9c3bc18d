// A reshape names the batch of the trace, 1, where it kept or followed what comes in.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantBakedBatch(EditSite &site) {
  const OpDef *def = site.def();
  Type type = site.op.operand(0) ? site.typeOf(*site.op.operand(0)) : Type();
  auto shape =
      def && def->traits().view && site.roleOf(1) == Role::Shape ? site.constant(1) : std::nullopt;
  if (!shape || !type.isRanked() || !type.rank() || type.dim(0).isStatic() || shape->size() < 2)
    return {};
  Tensor baked = *shape;
  auto sizes = baked.mutableData<double>();
  // The result's other sizes must follow without the batch.
  if (sizes[0] == -1 || sizes[0] == 0)
    sizes[0] = 1;
  else
    return {};
  return site.write(1, baked) ? "batch 1 in " + site.op.operand(1)->name() : "";
}

} // namespace fixcon

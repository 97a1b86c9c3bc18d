// Values of movement ops: their index maps, applied.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

LogicalResult OpDef::evaluateMovement(EvalContext &context) const {
  InferContext view(context.op(), context.inputs);
  auto maps = move(view);
  if (failed(maps))
    return failure();
  auto tensors = context.tensors();
  for (unsigned i = 0; i < maps->size() && i < context.outputs.size(); ++i)
    gatherInto(context.out(i), (*maps)[i], tensors);
  return success();
}

} // namespace fixcon

// Values of movement ops: their index maps, applied.
#include "Movement.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

LogicalResult evaluateMovement(const OpDef &def, EvalContext &context) {
  InferContext view(context.op(), context.inputs);
  auto maps = def.movement()(view);
  if (failed(maps))
    return failure();
  auto tensors = context.tensors();
  for (unsigned i = 0; i < maps->size() && i < context.outputs.size(); ++i)
    gatherInto(context.out(i), (*maps)[i], tensors);
  return success();
}

} // namespace fixcon

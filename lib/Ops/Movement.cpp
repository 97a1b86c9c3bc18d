// Values of movement ops: their index maps, applied.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

LogicalResult OpDef::evaluateMovement(EvalContext &context) const {
  std::vector<OperandInfo> operands;
  auto tensors = context.tensors();
  for (const Tensor *input : tensors)
    operands.push_back(input ? OperandInfo{typeOf(*input), input}
                             : OperandInfo{Type::none(), nullptr});
  InferContext view(context.op(), std::move(operands));
  auto maps = move(view);
  if (failed(maps))
    return failure();
  for (unsigned i = 0; i < maps->size() && i < context.outputs.size(); ++i)
    gatherInto(context.out(i), (*maps)[i], tensors);
  return success();
}

} // namespace fixcon

// Gives every value its type, and computes what shape arithmetic makes of dims that are numbers:
//
//   %s = shape %x : i64[3]                  (%x f32[N,3,8])
//   %c = gather %s, %two : i64[]
// becomes the weight %c of 8; %s stays, since N is open. No element of %x is needed.
#include "CoreGraphPass.h"

#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Transforms/CoreBuilder.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

FailureOr<bool> foldShapes(Graph &graph) {
  std::vector<KnownResult> known;
  FailureOr<bool> changed = inferTypes(graph, &known);
  if (failed(changed))
    return failure();
  for (KnownResult &entry : known) {
    if (!entry.result->hasUses())
      continue;
    Op &op = *entry.result->definingOp();
    std::vector<std::string> origins = op.origins();
    for (const Value *operand : op.operands())
      if (operand && operand->isWeight())
        addOrigins(origins, operand->origins());
    CoreBuilder builder(op, op.name(), std::move(origins));
    builder.replace(entry.result, builder.constant(std::move(entry.elements)));
    if (!op.isUsed())
      op.erase();
    changed = true;
  }
  return changed;
}

std::unique_ptr<Pass> createFoldShapes() { return makeCoreGraphPass(foldShapes); }

} // namespace fixcon

// Types are inferred on a copy in core ops that forgets what the file declares of its results.
#include "DeclaredTypes.h"

#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

void correctDeclaredTypes(Graph &faithful) {
  Diagnostics quiet([](const Diagnostic &) {});
  Module scratch(quiet);
  Graph *copy = scratch.cloneModel(faithful);
  copy->walk([](Op &op) {
    for (unsigned i = 0; i < op.numResults(); ++i)
      op.result(i)->setType(Type());
  });
  auto core = legalize(scratch, *copy);
  if (failed(core) || failed(inferTypes(**core)))
    return;
  for (const auto &op : faithful.ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (const Value *inferred = (*core)->value(op->result(i)->name()))
        op->result(i)->setType(corrected(op->result(i)->type(), inferred->type()));
}

} // namespace fixcon

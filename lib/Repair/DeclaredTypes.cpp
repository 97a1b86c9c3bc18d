// Types are inferred on a copy in core ops that forgets what the file declares of its results.
#include "DeclaredTypes.h"

#include "History.h"
#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>

namespace fixcon {

static bool isOutput(const Value &value) {
  return std::ranges::any_of(value.uses(), [](const Use &use) { return !use.op; });
}

void correctDeclaredTypes(Module &module) {
  Graph &faithful = *module.graph("target");
  const Graph &before = targetAsItCame(module);
  Diagnostics quiet([](const Diagnostic &) {});
  Module scratch(quiet);
  Graph *copy = scratch.cloneModel(faithful);
  copy->walk([](Op &op) {
    for (unsigned i = 0; i < op.numResults(); ++i)
      op.result(i)->setType(op.result(i)->type().withoutShape());
  });
  auto core = legalize(scratch, *copy);
  if (failed(core) || failed(inferTypes(**core)))
    return;
  for (const auto &op : faithful.ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (const Value *inferred = (*core)->value(op->result(i)->name())) {
        Value &result = *op->result(i);
        bool isNew = !before.value(result.name()) && !isOutput(result);
        result.setType(isNew ? inferred->type() : corrected(result.type(), inferred->type()));
      }
}

} // namespace fixcon

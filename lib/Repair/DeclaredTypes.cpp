// Types are inferred on a copy in core ops that forgets what the file declares of its results.
#include "DeclaredTypes.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

/// `declared` with what `inferred` knows better; dims that the file names keep their names.
static Type corrected(const Type &declared, const Type &inferred) {
  if (!declared.isTensor() || !declared.isRanked() || !inferred.isTensor() || !inferred.isRanked())
    return declared;
  if (declared.rank() != inferred.rank())
    return Type::tensor(declared.dtype(), inferred.dims());
  Dims dims = declared.dims();
  for (size_t i = 0; i < dims.size(); ++i)
    if (dims[i].isStatic() && inferred.dim(i) != dims[i])
      dims[i] = inferred.dim(i).isStatic() ? inferred.dim(i) : dims[i];
  return Type::tensor(declared.dtype(), std::move(dims));
}

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

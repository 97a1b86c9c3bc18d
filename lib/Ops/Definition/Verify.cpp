// Verification of core ops: every rule that an op's file states, checked on the declared types.
#include "fixcon/IR/Text.h"
#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Ops/SizeTracker.h"

namespace fixcon {

static LogicalResult verifyOp(const Op &op) {
  const OpDef *def = opDef(op);
  if (!def)
    return op.emitError().code("IR-core-op") << "unknown core op '" << op.name() << "'";
  InferContext context = SizeTracker().contextOf(op);
  if (failed(def->inferTypes(context)))
    return failure();
  bool ok = true;
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i) || meet(op.result(i)->type(), context.results()[i]))
      continue;
    ok = false;
    op.emitError().code(op.name() + "_type")
        << "result %" << op.result(i)->name() << " is declared " << op.result(i)->type().str()
        << " but follows as " << context.results()[i].str();
  }
  return success(ok);
}

/// Whoever walks a graph of core ops takes an op by its first result.
static LogicalResult verifyOpaque(const Graph &core) {
  bool ok = true;
  for (const Op *op : opaqueOps(core))
    if (op->numResults() == 0) {
      ok = false;
      op->emitError().code("opaque_form")
          << describeOpaque(*op) << " gives nothing and has no place in a graph of core ops";
    }
  return success(ok);
}

LogicalResult verify(const Module &module) {
  if (failed(verifyStructure(module)))
    return failure();
  bool ok = true;
  for (const auto &graph : module.graphs()) {
    graph->walk([&](const Op &op) {
      if (op.dialect().empty())
        ok &= succeeded(verifyOp(op));
    });
    if (graph->kind() == GraphKind::Executable || graph->kind() == GraphKind::Normal)
      ok &= succeeded(verifyOpaque(*graph));
  }
  return success(ok);
}

} // namespace fixcon

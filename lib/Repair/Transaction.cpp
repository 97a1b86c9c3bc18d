// The backup is a clone inside the module, which the destructor puts back: an early return undoes
// the edit. Derived forms are never restored but made anew from what stands there; the types of
// arguments, for which every sample may have to be read, only if the way the models are fed
// changed.
#include "Transaction.h"

#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Validate/Evaluation.h"

namespace fixcon {

/// What says how the models are fed.
static std::vector<Record> feeding(std::vector<Record> records) {
  std::erase_if(records, [](const Record &record) { return record.kind != "preprocess"; });
  return records;
}

Transaction::Transaction(Module &module, PassContext &context)
    : module(module), context(context), backup(module.uniqueGraphName("target.before")),
      records(module.records()), misfitsBefore(countMisfits()) {
  module.cloneGraph(*module.graph("target"), backup)->setDerived(GraphKind::Earlier, "target");
}

Transaction::~Transaction() {
  if (!open)
    return;
  module.replaceGraph("target", backup);
  module.graph("target")->setDerived(GraphKind::Model, "");
  if (feeding(records) != feeding(module.records()))
    context.analyses.invalidate<ArgumentTypes>();
  module.records() = std::move(records);
  invalidateTarget(module, context);
}

/// As the target is now. Where it gives none, an edit that is right may need the next one before it runs.
static bool givesComparableOutputs(const Module &module) {
  auto now = evaluationOf(module, "now");
  if (!now)
    now = evaluationOf(module, "before");
  return !now || now->incomparable < now->judged();
}

const NormalPair *Transaction::renormalize() {
  invalidateTarget(module, context);
  DiagnosticSuppressor suppressor(module.diagnostics());
  const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
  return pair && addsMisfits() && givesComparableOutputs(module) ? nullptr : pair;
}

bool Transaction::addsMisfits() const { return misfitsBefore && countMisfits() > misfitsBefore; }

std::optional<size_t> Transaction::countMisfits() const {
  DiagnosticSuppressor suppressor(module.diagnostics());
  const auto *pair = context.analyses.get<ExecutablePair>(module, context);
  return pair ? std::optional(misfits(*pair->targetExecutable).size()) : std::nullopt;
}

std::string Transaction::keepBefore() {
  close();
  for (Record record : feeding(records))
    if (record.subject.graph == "target") {
      record.subject.graph = backup;
      module.records().push_back(std::move(record));
    }
  return backup;
}

void Transaction::commit() {
  close();
  module.eraseGraph(backup);
}

void Transaction::close() {
  // A finding keeps its words when the value that it stood at is gone.
  for (Record &r : module.records())
    if (r.subject.graph == "target" && !module.graph("target")->value(r.subject.value))
      r.subject.value.clear();
  open = false;
}

std::optional<AlignedPair> alignedNow(Module &module, PassContext &context) {
  DiagnosticSuppressor suppressor(module.diagnostics());
  return AlignedPair::of(module, context);
}

Op *opMaking(const Graph &graph, const std::string &value) {
  Value *v = graph.value(value);
  return v ? v->definingOp() : nullptr;
}

} // namespace fixcon

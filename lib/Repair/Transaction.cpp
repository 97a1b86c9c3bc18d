#include "Transaction.h"

namespace fixcon {

static const std::string backupName = "target.before";

Transaction::Transaction(Module &module, PassContext &context) : module(module), context(context) {
  module.cloneGraph(*module.graph("target"), backupName);
}

Transaction::~Transaction() {
  if (!open)
    return;
  module.replaceGraph("target", backupName);
  invalidateTarget(module, context);
}

const NormalPair *Transaction::renormalize() {
  invalidateTarget(module, context);
  QuietTrial trial(context.diags);
  return context.analyses.get<NormalPair>(module, context);
}

void Transaction::commit() {
  module.eraseGraph(backupName);
  // A finding keeps its words when the value that it stood at is gone.
  for (Record &r : module.records())
    if (r.subject.graph == "target" && !module.graph("target")->value(r.subject.value))
      r.subject.value.clear();
  open = false;
}

std::vector<Fault> openFaults(const Module &module, FaultType type) {
  std::vector<Fault> out;
  for (Fault &f : faultsOf(module))
    if (f.type == type && f.status == RepairStatus::Open)
      out.push_back(std::move(f));
  return out;
}

void settle(Module &module, PassContext &context, Fault &fault, bool applied, std::string summary) {
  fault.status = applied ? RepairStatus::Applied : RepairStatus::Rejected;
  fault.repairSummary = std::move(summary);
  if (const Graph *target = module.graph(fault.target.graph); !target || !target->value(fault.target.anchor))
    fault.target.anchor.clear();
  updateFault(module, fault);
  if (applied && context.repairsLeft > 0)
    --context.repairsLeft;
  (void)(context.diags.remark({}) << fault.id << " " << name(fault.status) << ": "
                                  << fault.repairSummary);
}

LogicalResult repairEach(Module &module, PassContext &context, FaultType type,
                         const std::function<std::optional<std::string>(const Fault &)> &repair) {
  if (!module.graph("target"))
    return context.diags.error({}) << "there is no graph @target to repair";
  for (Fault &fault : openFaults(module, type)) {
    if (context.repairsLeft == 0)
      break;
    std::optional<std::string> done = repair(fault);
    settle(module, context, fault, done.has_value(),
           done ? *done : "no edit was found that makes the target equal the source here");
  }
  return success();
}

Op *opMaking(const Graph &graph, const std::string &value) {
  Value *v = graph.value(value);
  return v ? v->definingOp() : nullptr;
}

} // namespace fixcon

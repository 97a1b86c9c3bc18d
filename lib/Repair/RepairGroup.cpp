// Groups are found by the ops that they have, so that a thousand of them take no longer than the reading of them.
#include "RepairGroup.h"

#include "fixcon/Fault/ByDesign.h"

#include <algorithm>
#include <unordered_map>

namespace fixcon {

bool Group::anyDone() const {
  return std::ranges::any_of(attempts, [](const Attempt &a) { return a.done.has_value(); });
}

bool Group::areAllDone() const {
  return std::ranges::all_of(attempts, [](const Attempt &a) { return a.done.has_value(); });
}

bool Group::isLatent() const {
  return std::ranges::all_of(attempts, [](const Attempt &a) { return a.fault.latent; });
}

Attribute::Strings Group::doneFaults() const {
  Attribute::Strings ids;
  for (const Attempt &a : attempts)
    if (a.done)
      ids.push_back(a.fault.id);
  return ids;
}

std::vector<Group> openGroups(const Module &module, FaultType type) {
  std::vector<Group> groups;
  std::unordered_map<std::string, size_t> groupOf; ///< by op
  for (Fault &fault : faultsOf(module)) {
    if (fault.type != type || fault.status != RepairStatus::Open || isByDesign(fault))
      continue;
    size_t at = groups.size();
    for (const std::string &op : fault.sites.targets())
      if (auto known = groupOf.find(op); known != groupOf.end())
        at = std::min(at, known->second);
    if (at == groups.size())
      groups.emplace_back();
    for (const std::string &op : fault.sites.targets())
      groupOf[op] = at;
    Location where = locationOf(fault.target, module);
    groups[at].attempts.push_back({std::move(fault), std::move(where), std::nullopt, ""});
  }
  return groups;
}

void settle(Module &module, PassContext &context, Attempt &attempt, RepairStatus status,
            std::string summary) {
  Fault &fault = attempt.fault;
  fault.status = status;
  fault.repairSummary = std::move(summary);
  if (const Graph *target = module.graph(fault.target.graph);
      !target || !target->value(fault.target.anchor))
    fault.target.anchor.clear();
  updateFault(module, fault);
  if (status == RepairStatus::Applied && context.repairsLeft > 0)
    --context.repairsLeft;
  (void)(module.diagnostics().remark(attempt.where).code(fault.rule)
         << fault.id << " " << name(fault.status) << ": " << fault.repairSummary);
}

const FailureOr<TargetScore> &Measure::current() {
  if (!last)
    last = scoreTarget(module, context);
  return *last;
}

std::string words(const FailureOr<TargetScore> &score) {
  return succeeded(score) ? score->str() : "cannot be measured";
}

std::string Measure::harm(Outputs outputs, bool isLatent) {
  const FailureOr<TargetScore> &before = current();
  FailureOr<TargetScore> after = now();
  bool agreed = succeeded(before) && before->agrees();
  bool harmless = succeeded(after) && (!agreed || after->agrees()) &&
                  (!isLatent || (succeeded(before) && after->isAsNearAs(*before))) &&
                  (outputs == Outputs::Anywhere || failed(before) || after->isAsNearAs(*before));
  if (harmless) {
    moveTo(after);
    return "";
  }
  return "; undone: the outputs " +
         std::string(agreed ? "agreed without it"
                            : "move away, which a latent fault does not explain") +
         " (before: " + words(before) + "; after: " + words(after) + ")";
}

} // namespace fixcon

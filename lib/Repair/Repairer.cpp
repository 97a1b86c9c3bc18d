// The protocol of all repairs of single faults: faults that share ops are tried together, an edit that its
// repairer has proven stays if it does no harm on a few samples, half an edit only if the outputs come
// nearer, and what stays is recorded so that it can be taken back.
#include "Repairer.h"

#include "DeclaredTypes.h"
#include "History.h"
#include "JointRepair.h"
#include "PlaceRepair.h"
#include "Transaction.h"

#include <algorithm>

namespace fixcon {

bool anyApplied(const Module &module) {
  return std::ranges::any_of(faultsOf(module),
                             [](const Fault &f) { return f.status == RepairStatus::Applied; });
}

namespace {

class GroupRepair {
public:
  GroupRepair(Module &module, PassContext &context, Repairer &repairer, Group &group,
              Measure &measure)
      : module(module), context(context), repairer(repairer), group(group), measure(measure) {}

  /// Whether the target was changed.
  bool run() {
    std::string objection;
    bool complete = false;
    auto edit = [&](Outputs outputs) {
      return attempt([&] {
        return (complete = isComplete()) &&
               (objection = measure.harm(outputs, group.isLatent())).empty();
      });
    };
    bool kept = edit(Outputs::AsNear);
    bool isHalf = !kept && group.anyDone() && !complete,
         isAway = !kept && group.anyDone() && complete;
    // Other faults may be why, and what is left at the place is found when one looks again.
    if (isAway)
      kept = edit(Outputs::Anywhere);
    else if (isHalf)
      kept = (objection = keepIfBetter()).empty();
    if (!kept && !isCut && !isUnneeded() && mayReplace() &&
        replaceOps(isAway ? Outputs::AsNear : Outputs::Anywhere))
      objection.clear();
    for (Attempt &a : group.attempts)
      if (a.done)
        settle(module, context, a,
               objection.empty() ? RepairStatus::Applied : RepairStatus::Rejected,
               *a.done + objection);
      else if (!isCut)
        settle(module, context, a, a.isUnneeded ? RepairStatus::Unneeded : RepairStatus::Rejected,
               a.refusal);
    return group.anyDone() && objection.empty();
  }

private:
  /// Runs all repairs of the group; undoes them unless `accept` is content with the result.
  template <class Accept> bool attempt(Accept accept) {
    Transaction transaction(module, context);
    int64_t left = context.repairsLeft;
    isCut = false;
    for (Attempt &a : group.attempts) {
      a.done.reset();
      isCut |= left == 0 || context.mustStop();
      if (!isCut)
        tryRepair(a);
      if (!isCut && !a.done && group.anyDone() && isComplete(a))
        a.done = "repaired by the same edit";
      left -= a.done.has_value();
    }
    bool accepted = group.anyDone() && accept();
    if (accepted)
      addEdit(module, {group.doneFaults(), transaction.keepBefore()});
    else if (!group.anyDone())
      // There is nothing to restore, and what is known of the target still holds.
      transaction.commit();
    return accepted;
  }

  /// What the dtype of a weight cannot hold, no op of the source makes fit. But where what is to be written follows from
  /// numbers of the target that are not finite, the source's own may be.
  bool mayReplace() const {
    return std::ranges::none_of(group.attempts, [&](const Attempt &a) {
      return !repairer.mayReplace(a.fault) || (isRounding(a.fault) && a.fault.sites.size() > 0) ||
             (a.fault.rule == "FX-WB-nonfinite" && a.refusal != notFinite);
    });
  }

  /// Where the repairer knows no way, the source's ops in place of the target's; what was done before, if that
  /// does not help either.
  bool replaceOps(Outputs outputs) {
    std::vector<Attempt> before = group.attempts;
    replaces = true;
    bool helps = attempt(
        [&] { return group.areAllDone() && measure.harm(outputs, group.isLatent()).empty(); });
    replaces = false;
    for (size_t i = 0; i < before.size() && !helps; ++i) {
      if (before[i].hasNoEdit && !group.attempts[i].refusal.empty())
        before[i] = std::move(group.attempts[i]);
    }
    if (!helps)
      group.attempts = std::move(before);
    return helps;
  }

  bool isUnneeded() const { return std::ranges::all_of(group.attempts, &Attempt::isUnneeded); }

  void tryRepair(Attempt &a) {
    Edited edited = replaces ? repairPlaces(a.fault, module, context) : repairer.repair(a.fault);
    if (edited)
      a.done = std::move(edited.what);
    else
      a.refusal = std::move(edited.refusal);
    a.isUnneeded = edited.isUnneeded;
    a.hasNoEdit = edited.isNone;
  }

  bool isComplete() const {
    return std::ranges::all_of(group.attempts, [&](const Attempt &a) { return isComplete(a); });
  }

  bool isComplete(const Attempt &a) const {
    return replaces ? arePlacesRepaired(a.fault, module, context) : repairer.isComplete(a.fault);
  }

  /// Why half a repair is undone; empty if it stays because it helps.
  std::string keepIfBetter() {
    const FailureOr<TargetScore> &before = measure.current();
    FailureOr<TargetScore> after = failure();
    bool helps = attempt([&] {
      after = measure.now();
      return succeeded(before) && succeeded(after) && after->isBetterThan(*before);
    });
    if (helps) {
      measure.moveTo(after);
      return "";
    }
    return "; undone: the ops still differ and the outputs come no nearer (before: " +
           words(before) + "; after: " + words(after) + ")";
  }

  Module &module;
  PassContext &context;
  Repairer &repairer;
  Group &group;
  Measure &measure;
  bool replaces = false; ///< what the ops of the target are is not edited but written anew
  bool isCut = false;    ///< by --repair-limit or --budget, before the last fault
};

} // namespace

static Attribute::Strings rejectedFaults(const Module &module) {
  Attribute::Strings ids;
  for (const Fault &fault : faultsOf(module))
    if (fault.status == RepairStatus::Rejected)
      ids.push_back(fault.id);
  return ids;
}

/// What was rejected before an edit is tried again if it is found again.
static void retryRejected(Module &module, const Attribute::Strings &ids) {
  for (Fault &fault : faultsOf(module))
    if (std::ranges::find(ids, fault.id) != ids.end()) {
      fault.retry = true;
      updateFault(module, fault);
    }
}

LogicalResult repairEach(Module &module, PassContext &context, FaultType type, Repairer &repairer) {
  if (!module.graph("target"))
    return module.diagnostics().error(module.location()) << "there is no graph @target to repair";
  bool changed = false;
  const Attribute::Strings rejected = rejectedFaults(module);
  Measure measure(module, context);
  std::vector<Group> groups = openGroups(module, type);
  // A limit is one of single repairs.
  if (context.repairsLeft < 0)
    changed = repairJointly(module, context, repairer, groups, measure);
  for (Group &group : groups) {
    if (group.areAllDone())
      continue;
    if (context.repairsLeft == 0 || context.mustStop())
      break;
    measure.current();
    changed |= GroupRepair(module, context, repairer, group, measure).run();
  }
  if (changed) {
    retryRejected(module, rejected);
    correctDeclaredTypes(module);
    recordScore(module, context);
  }
  return success();
}

} // namespace fixcon

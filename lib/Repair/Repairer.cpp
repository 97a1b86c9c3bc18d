// The protocol of all repairs of single faults: faults that share ops are tried together, an edit that its
// repairer has proven stays if it does no harm on a few samples, half an edit only if the outputs come
// nearer, and what stays is recorded so that it can be taken back.
#include "Repairer.h"

#include "DeclaredTypes.h"
#include "History.h"
#include "PlaceRepair.h"
#include "TargetScore.h"
#include "Transaction.h"
#include "fixcon/Fault/ByDesign.h"

#include <algorithm>

namespace fixcon {

/// Faults of a type that are still open and may be repaired, in order.
static std::vector<Fault> openFaults(const Module &module, FaultType type) {
  std::vector<Fault> out;
  for (Fault &f : faultsOf(module))
    if (f.type == type && f.status == RepairStatus::Open && !isByDesign(f))
      out.push_back(std::move(f));
  return out;
}

bool anyApplied(const Module &module) {
  return std::ranges::any_of(faultsOf(module),
                             [](const Fault &f) { return f.status == RepairStatus::Applied; });
}

/// Settles a fault: applied or rejected with a summary, reported as a remark at `where`.
static void settle(Module &module, PassContext &context, Fault &fault, const Location &where,
                   RepairStatus status, std::string summary) {
  fault.status = status;
  fault.repairSummary = std::move(summary);
  if (const Graph *target = module.graph(fault.target.graph);
      !target || !target->value(fault.target.anchor))
    fault.target.anchor.clear();
  updateFault(module, fault);
  if (status == RepairStatus::Applied && context.repairsLeft > 0)
    --context.repairsLeft;
  (void)(module.diagnostics().remark(where).code(fault.rule)
         << fault.id << " " << name(fault.status) << ": " << fault.repairSummary);
}

namespace {

/// A fault and what became of it so far.
struct Attempt {
  Fault fault;
  Location where; ///< before the repair, which may take the op away
  std::optional<std::string> done;
  std::string refusal; ///< where it is not done
  bool isUnneeded = false, hasNoEdit = false;
};

/// Faults that share an op of the target.
class Group {
public:
  Group(Fault first, const Module &module) { add(std::move(first), module); }

  void add(Fault fault, const Module &module) {
    std::ranges::copy(fault.sites.targets(), std::back_inserter(ops));
    Location where = locationOf(fault.target, module);
    attempts.push_back({std::move(fault), std::move(where), std::nullopt, ""});
  }
  bool shares(const Fault &fault) const {
    return std::ranges::any_of(fault.sites.targets(), [&](const std::string &op) {
      return std::ranges::find(ops, op) != ops.end();
    });
  }

  std::vector<Attempt> attempts;

private:
  std::vector<std::string> ops;
};

std::vector<Group> groupsOf(std::vector<Fault> faults, const Module &module) {
  std::vector<Group> groups;
  for (Fault &fault : faults) {
    auto known =
        std::ranges::find_if(groups, [&](const Group &group) { return group.shares(fault); });
    if (known != groups.end())
      known->add(std::move(fault), module);
    else
      groups.emplace_back(std::move(fault), module);
  }
  return groups;
}

/// What the target is measured at on a few samples, before and after the edits of one type.
class Measure {
public:
  Measure(Module &module, PassContext &context) : module(module), context(context) {}

  const FailureOr<TargetScore> &current() {
    if (!last)
      last = scoreTarget(module, context);
    return *last;
  }
  FailureOr<TargetScore> now() { return scoreTarget(module, context); }
  void moveTo(FailureOr<TargetScore> score) { last = score; }

private:
  Module &module;
  PassContext &context;
  std::optional<FailureOr<TargetScore>> last;
};

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
      return attempt(
          [&] { return (complete = isComplete()) && (objection = harm(outputs)).empty(); });
    };
    bool kept = edit(Outputs::AsNear);
    bool isHalf = !kept && anyDone() && !complete, isAway = !kept && anyDone() && complete;
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
        settle(module, context, a.fault, a.where,
               objection.empty() ? RepairStatus::Applied : RepairStatus::Rejected,
               *a.done + objection);
      else if (!isCut)
        settle(module, context, a.fault, a.where,
               a.isUnneeded ? RepairStatus::Unneeded : RepairStatus::Rejected, a.refusal);
    return anyDone() && objection.empty();
  }

private:
  /// Where an edit that gives the source's meaning may take the outputs.
  enum class Outputs { AsNear, Anywhere };

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
      if (!isCut && !a.done && anyDone() && isComplete(a))
        a.done = "repaired by the same edit";
      left -= a.done.has_value();
    }
    bool accepted = anyDone() && accept();
    if (accepted)
      addEdit(module, {doneFaults(), transaction.keepBefore()});
    else if (!anyDone())
      // There is nothing to restore, and what is known of the target still holds.
      transaction.commit();
    return accepted;
  }

  /// What the dtype of a weight cannot hold, no op of the source makes fit. But where what is to be written follows from
  /// numbers of the target that are not finite, the source's own may be.
  bool mayReplace() const {
    return std::ranges::none_of(group.attempts, [](const Attempt &a) {
      return (isRounding(a.fault) && a.fault.sites.size() > 0) ||
             (a.fault.rule == "FX-WB-nonfinite" && a.refusal != notFinite);
    });
  }

  /// Where the repairer knows no way, the source's ops in place of the target's; what was done before, if that
  /// does not help either.
  bool replaceOps(Outputs outputs) {
    std::vector<Attempt> before = group.attempts;
    replaces = true;
    bool helps = attempt([&] { return areAllDone() && harm(outputs).empty(); });
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

  bool areAllDone() const {
    return std::ranges::all_of(group.attempts, [](const Attempt &a) { return a.done.has_value(); });
  }

  void tryRepair(Attempt &a) {
    Edited edited = replaces ? repairPlaces(a.fault, module, context) : repairer.repair(a.fault);
    if (edited)
      a.done = std::move(edited.what);
    else
      a.refusal = std::move(edited.refusal);
    a.isUnneeded = edited.isUnneeded;
    a.hasNoEdit = edited.isNone;
  }

  bool anyDone() const {
    return std::ranges::any_of(group.attempts, [](const Attempt &a) { return a.done.has_value(); });
  }

  Attribute::Strings doneFaults() const {
    Attribute::Strings ids;
    for (const Attempt &a : group.attempts)
      if (a.done)
        ids.push_back(a.fault.id);
    return ids;
  }

  bool isComplete() const {
    return std::ranges::all_of(group.attempts, [&](const Attempt &a) { return isComplete(a); });
  }

  bool isComplete(const Attempt &a) const {
    return replaces ? arePlacesRepaired(a.fault, module, context) : repairer.isComplete(a.fault);
  }

  bool isLatent() const {
    return std::ranges::all_of(group.attempts, [](const Attempt &a) { return a.fault.latent; });
  }

  static std::string words(const FailureOr<TargetScore> &score) {
    return succeeded(score) ? score->str() : "cannot be measured";
  }

  /// Why an edit that gives the source's meaning is undone all the same: outputs that agree must go on to
  /// agree, and what does not show on the data must not begin to. Empty if it stays.
  std::string harm(Outputs outputs) {
    const FailureOr<TargetScore> &before = measure.current();
    FailureOr<TargetScore> after = measure.now();
    bool agreed = succeeded(before) && before->agrees();
    bool harmless = succeeded(after) && (!agreed || after->agrees()) &&
                    (!isLatent() || (succeeded(before) && after->isAsNearAs(*before))) &&
                    (outputs == Outputs::Anywhere || failed(before) || after->isAsNearAs(*before));
    if (harmless) {
      measure.moveTo(after);
      return "";
    }
    return "; undone: the outputs " +
           std::string(agreed ? "agreed without it"
                              : "move away, which a latent fault does not explain") +
           " (before: " + words(before) + "; after: " + words(after) + ")";
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
  for (Group &group : groupsOf(openFaults(module, type), module)) {
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

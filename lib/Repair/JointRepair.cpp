// A model of which every layer is wrong has as many faults as layers, and to prove one of them costs a pass
// over all layers. Edits are made one after the other, each by the normal forms before all of them, and proven
// together:
//
//   F1 w0, F2 w1, F3 w2   ->   edit, edit, edit   ->   one normal form: F1 and F3 are proven
//   F1, F3                ->   edit, edit         ->   proven, and the outputs come nearer: both stay
//   F2                    ->   left to a repair of its own
//
// They are kept in at most sixteen steps of the history, so that what all of the data speaks against is still taken
// back by parts, and each step costs one copy of the ops.
#include "JointRepair.h"

#include "Bystanders.h"
#include "History.h"
#include "Transaction.h"

#include <algorithm>
#include <deque>
#include <span>

namespace fixcon {
namespace {

using Groups = std::span<Group *>;

/// What has been edited so far, undone from the last step back unless it is kept.
class Steps {
public:
  Steps(Module &module, PassContext &context) : module(module), context(context) {}
  ~Steps() {
    while (!steps.empty())
      steps.pop_back();
  }
  Steps(const Steps &) = delete;
  Steps &operator=(const Steps &) = delete;

  void begin() { steps.emplace_back(module, context); }
  void add(const Attribute::Strings &faults) {
    std::ranges::copy(faults, std::back_inserter(steps.back().faults));
  }
  const NormalPair *renormalize() { return steps.front().transaction.renormalize(); }
  void keep() {
    for (Step &step : steps)
      addEdit(module, {std::move(step.faults), step.transaction.keepBefore()});
  }

private:
  struct Step {
    Step(Module &module, PassContext &context) : transaction(module, context) {}
    Transaction transaction;
    Attribute::Strings faults;
  };
  Module &module;
  PassContext &context;
  std::deque<Step> steps;
};

class JointRepair {
public:
  JointRepair(Module &module, PassContext &context, Repairer &repairer, Measure &measure)
      : module(module), context(context), repairer(repairer), measure(measure) {}

  /// Whether any was kept. Of the others no fault is done afterwards.
  bool run(Groups groups) {
    if (groups.size() < 2 || context.mustStop())
      return false;
    Outcome outcome = attempt(groups);
    if (outcome == Outcome::Kept)
      return true;
    auto unproven = std::ranges::stable_partition(groups, &Group::areAllDone);
    for (Group *group : groups)
      forget(*group);
    if (outcome == Outcome::Unproven)
      return run({groups.begin(), unproven.begin()});
    bool first = run(groups.first(groups.size() / 2));
    return run(groups.subspan(groups.size() / 2)) || first;
  }

private:
  enum class Outcome { Kept, Unproven, Harmful };

  Outcome attempt(Groups groups) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    if (!pair)
      return Outcome::Harmful;
    bool isLatent = std::ranges::all_of(groups, &Group::isLatent);
    measure.current();
    Bystanders bystanders(*pair->targetNormal, sitesOf(groups));
    Steps steps(module, context);
    edit(groups, steps);
    if (!std::ranges::all_of(groups, &Group::areAllDone))
      return Outcome::Unproven;
    pair = steps.renormalize();
    if (!pair || !bystanders.disturbed(*pair->targetNormal).empty())
      return Outcome::Harmful;
    if (!prove(groups))
      return Outcome::Unproven;
    if (!measure.harm(Outputs::AsNear, isLatent).empty())
      return Outcome::Harmful;
    steps.keep();
    for (Group *group : groups)
      for (Attempt &a : group->attempts)
        settle(module, context, a, RepairStatus::Applied, *a.done);
    return Outcome::Kept;
  }

  static FaultSites sitesOf(Groups groups) {
    FaultSites sites;
    for (const Group *group : groups)
      for (const Attempt &a : group->attempts)
        for (size_t i = 0; i < a.fault.sites.size(); ++i)
          sites.add(a.fault.sites[i]);
    return sites;
  }

  void edit(Groups groups, Steps &steps) {
    constexpr size_t mostSteps = 16;
    const size_t perStep = (groups.size() + mostSteps - 1) / mostSteps;
    for (size_t i = 0; i < groups.size(); ++i) {
      if (i % perStep == 0)
        steps.begin();
      for (Attempt &a : groups[i]->attempts)
        if (Edited edited = repairer.draft(a.fault))
          a.done = std::move(edited.what);
      steps.add(groups[i]->doneFaults());
    }
  }

  /// What is not proven is no longer done.
  bool prove(Groups groups) {
    bool all = true;
    for (Group *group : groups)
      for (Attempt &a : group->attempts)
        if (!repairer.isComplete(a.fault)) {
          a.done.reset();
          all = false;
        }
    return all;
  }

  static void forget(Group &group) {
    for (Attempt &a : group.attempts)
      a.done.reset();
  }

  Module &module;
  PassContext &context;
  Repairer &repairer;
  Measure &measure;
};

} // namespace

bool repairJointly(Module &module, PassContext &context, Repairer &repairer,
                   std::vector<Group> &groups, Measure &measure) {
  auto mayDraft = [&](const Attempt &a) { return repairer.mayDraft(a.fault); };
  bool changed = false;
  for (bool latent : {false, true}) {
    std::vector<Group *> chosen;
    for (Group &group : groups)
      if (group.isLatent() == latent && std::ranges::all_of(group.attempts, mayDraft))
        chosen.push_back(&group);
    changed |= JointRepair(module, context, repairer, measure).run(chosen);
  }
  return changed;
}

} // namespace fixcon

// Faults that stand or fall together, and what the target is measured at while they are repaired.
#pragma once

#include "Repairer.h"
#include "TargetScore.h"

#include <optional>
#include <vector>

namespace fixcon {

/// A fault and what became of it so far.
struct Attempt {
  Fault fault;
  Location where; ///< before the repair, which may take the op away
  std::optional<std::string> done;
  std::string refusal; ///< where it is not done
  bool isUnneeded = false, hasNoEdit = false;
};

/// Faults that share an op of the target.
struct Group {
  std::vector<Attempt> attempts;

  bool anyDone() const;
  bool areAllDone() const;
  /// Whether none of them shows on the data.
  bool isLatent() const;
  /// Ids of those that are done.
  Attribute::Strings doneFaults() const;
};

/// Those faults of a type that are still open and may be repaired, in order.
std::vector<Group> openGroups(const Module &module, FaultType type);

/// Settles a fault: applied or rejected with a summary, reported as a remark at its place.
void settle(Module &module, PassContext &context, Attempt &attempt, RepairStatus status,
            std::string summary);

/// Where an edit that gives the source's meaning may take the outputs.
enum class Outputs { AsNear, Anywhere };

/// What the target is measured at on a few samples, before and after edits.
class Measure {
public:
  Measure(Module &module, PassContext &context) : module(module), context(context) {}

  const FailureOr<TargetScore> &current();
  FailureOr<TargetScore> now() { return scoreTarget(module, context); }
  void moveTo(FailureOr<TargetScore> score) { last = score; }
  /// Why an edit that gives the source's meaning is undone all the same: outputs that agree must go on to agree, and
  /// what does not show on the data must not begin to. Empty if it stays; what is current is then measured with it.
  std::string harm(Outputs outputs, bool isLatent);

private:
  Module &module;
  PassContext &context;
  std::optional<FailureOr<TargetScore>> last;
};

/// "2 mismatches, ..." or that it cannot be measured.
std::string words(const FailureOr<TargetScore> &score);

} // namespace fixcon

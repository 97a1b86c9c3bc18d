// What the repair passes share: every open fault of a type is tried, and what does not help is
// undone.
#pragma once

#include "fixcon/Fault/Fault.h"
#include "fixcon/Pass/Pass.h"

#include <string>

namespace fixcon {

/// What an edit did, or why none could be made, in words.
struct Edited {
  static Edited refused(std::string why) { return {{}, std::move(why)}; }
  static Edited unneeded(std::string why) { return {{}, std::move(why), true}; }
  /// There is no edit of the repairer's own: what hinders the source's ops in its place says more.
  static Edited none() { return {{}, "no edit is known for this kind of difference", false, true}; }
  explicit operator bool() const { return refusal.empty(); }
  std::string what, refusal = {};
  bool isUnneeded = false; ///< nothing is left to edit, as the refusal says
  bool isNone = false;
};

/// The refusal of an edit that would write NaN, or infinite weights.
inline constexpr const char *notFinite =
    "the source's values are not finite, and no repair writes such numbers";

/// Edits the target for one fault at a time; one class a fault type.
class Repairer {
public:
  virtual ~Repairer() = default;
  /// Edits in a transaction of its own, which stands only if the edit could be proven.
  virtual Edited repair(const Fault &fault) = 0;
  /// Whether draft() may know an edit.
  virtual bool mayDraft(const Fault & /*fault*/) const { return false; }
  /// Makes the edit that repair() would try first, in no transaction and without a proof, by the normal forms as they
  /// were before the drafts of other faults. It changes nothing of the normal form but the ops at the fault's sites.
  virtual Edited draft(const Fault & /*fault*/) { return Edited::none(); }
  /// Whether the ops of the fault now have the source's meaning. Where they have not, the edit is
  /// half a repair, which only measuring can justify.
  virtual bool isComplete(const Fault & /*fault*/) { return true; }
  /// Whether the source's ops may stand in place of the target's where no edit is known.
  virtual bool mayReplace(const Fault & /*fault*/) { return true; }
};

/// Repairs the open faults of a type while --repair-limit and --budget allow, jointly where that can be proven
/// (JointRepair.h). Faults that share an op stand or fall together: they are kept if they are complete or bring the
/// outputs nearer to the source's, else undone.
LogicalResult repairEach(Module &module, PassContext &context, FaultType type, Repairer &repairer);

/// Whether some repair has been applied: then another fault may have gone with it.
bool anyApplied(const Module &module);

} // namespace fixcon

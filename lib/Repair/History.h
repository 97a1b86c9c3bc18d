// The repairs that were kept, in order, each with the target as it was before: so that they can be taken
// back.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// `edit @target against @<the target before> {faults = ["F1", "F2"]}`: one change of the target, which
/// repaired these faults together. How the target was fed before is the recipe of the graph before.
struct Edit {
  Attribute::Strings faults;
  std::string before;    ///< a graph earlier(@target)
  bool accepted = false; ///< what the target is with it has been judged on all of the data

  template <class V> void visit(V &v) {
    v("faults", faults);
    v("accepted", accepted);
  }
};

void addEdit(Module &module, Edit edit);
bool hasEdits(const Module &module);
/// Whether all that stand have been accepted, and takes note that they are.
bool areEditsAccepted(const Module &module);
void acceptEdits(Module &module);
/// The target before the first edit that stands.
const Graph &targetAsItCame(const Module &module);
/// Brings the target back to where it was before the last edit and rejects the edit's faults, with
/// `reason` behind what their repair says. False if there is no edit.
bool undoLastEdit(Module &module, PassContext &context, const std::string &reason);

} // namespace fixcon

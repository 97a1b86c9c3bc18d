// Many repairs for the price of one.
#pragma once

#include "RepairGroup.h"

namespace fixcon {

/// Makes the edits of all groups of which the repairer has drafts, and then normalises, proves and measures the target
/// once: they stay if each is proven at its own place and all of them together do no harm. What is not proven is left out,
/// and where all together do harm one half is tried and then the other. Faults that show and latent ones are not mixed. Groups
/// that are settled have all their faults done; whether there are any.
bool repairJointly(Module &module, PassContext &context, Repairer &repairer,
                   std::vector<Group> &groups, Measure &measure);

} // namespace fixcon

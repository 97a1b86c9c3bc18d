// Layers whose channels are put side by side in another order than the source's.
#pragma once

#include "Repairer.h"

namespace fixcon {

/// Brings the operands of the concatenation that a finding names into the order in which the weights of the wide layer at
/// its site are the source's.
Edited reorderConcat(const Fault &fault, Module &module, PassContext &context);

} // namespace fixcon

// Which core op a foreign op mostly is, whatever else it does.
#pragma once

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// The core op that a foreign op is a rename of, or else the one that it is by its line in MainCore.def: a convolution
/// between two transposes with an activation behind it is a conv. Null if there is none. Attributes and operands are not
/// the core op's.
const OpDef *mainCoreOf(const Op &foreign);

} // namespace fixcon

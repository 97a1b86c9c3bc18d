// Findings that are no faults.
#pragma once

#include "fixcon/Fault/Fault.h"

namespace fixcon {

/// Whether it says what the target was made to be: a quantised model. There is nothing to repair; the finding tells
/// what it costs.
bool isByDesign(const Fault &fault);

} // namespace fixcon

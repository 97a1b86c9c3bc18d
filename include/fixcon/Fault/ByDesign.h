// Findings that are no faults.
#pragma once

#include "fixcon/Fault/Fault.h"

namespace fixcon {

/// Whether it says what the target was made to be: a quantised model, or one of narrow weights. There is nothing to repair; the finding tells
/// what it costs.
bool isByDesign(const Fault &fault);

/// Whether it only says in which dtype the target keeps its weights; reports tell that in a note.
bool isStorage(const Fault &fault);

} // namespace fixcon

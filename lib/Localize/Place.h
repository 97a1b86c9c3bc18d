// Places of faults in the words of the user's files.
#pragma once

#include "fixcon/Align/Alignment.h"
#include "fixcon/Fault/Fault.h"

namespace fixcon {

/// The faithful ops that `core` came from, the one with its meaning first, anchored at its result.
FaultPlace placeOf(const Op &core, const Graph &faithful);
/// Names of the faithful constants that a constant of the normal form was computed from.
std::vector<std::string> tensorsBehind(const Value &weight, const Graph &faithful);
/// Adds the nodes and tensors of `more` that `place` does not have yet.
void merge(FaultPlace &place, const FaultPlace &more);

/// Reports a fault as a warning at the target's place with a note at the source's node, in the manner
/// of a compiler, and records it.
void reportFault(Module &module, Fault fault);

} // namespace fixcon

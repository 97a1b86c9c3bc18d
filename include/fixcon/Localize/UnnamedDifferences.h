// Differences that no rule has a name for.
#pragma once

#include "fixcon/Align/Alignment.h"
#include "fixcon/Fault/Fault.h"

namespace fixcon {

/// Where outputs differ: reports the first places at which the target computes something else and that no finding
/// so far names, with the ops of both sides - as TSS those where both only move elements, as CG the others. Where
/// what the findings say moves all values - weights in half precision, on a grid - or the target is
/// quantised, small differences are no news. Where several ops that are no partners have weights or attributes
/// on both sides, it is left to the ranking: what differs may be one of these.
void reportUnnamedDifferences(Module &module, const AlignedPair &aligned, FaultType type);

/// Whether one of the nodes that a finding names still computes something else.
bool stillDiffers(const Fault &fault, const AlignedPair &aligned);

} // namespace fixcon

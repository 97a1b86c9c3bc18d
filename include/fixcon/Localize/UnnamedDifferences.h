// Differences that no rule has a name for.
#pragma once

#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/Localize/DifferingPlaces.h"

namespace fixcon {

/// Where outputs differ: reports the first places at which the target computes something else and that no finding
/// so far names, with the ops of both sides - as TSS those where both only move elements, as WB those that hold other
/// weights, as LH those where movement spells another configuration of the same op, as CG the others. Places at
/// which the same kinds of ops stand for the same are one finding. For TSS, only movement that nothing configures
/// which is compared later. Where what the findings say moves all values - weights in half precision, on a
/// grid - or the target is quantised, small differences are no news. A view that both files say alike views what has
/// other sizes, and the fault lies there.
void reportUnnamedDifferences(Module &module, const AlignedPair &aligned,
                              const ExecutablePair &files, FaultType type);

/// "Relu, Clip and 3 more"; "nothing".
std::string kindsInWords(const std::vector<std::string> &kinds);

/// Where one of the nodes that a finding names still computes something else.
std::vector<DifferingPlace> placesOf(const Fault &fault, const AlignedPair &aligned);

} // namespace fixcon

// Which input of the source goes into which input of the target.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

class SampleSource;
struct NormalPair;

/// By target argument; null where the source has none.
using InputPartners = std::vector<const Value *>;

/// As users pair them who know names and places alone: those of one name; then, of the others, those at one place,
/// unless only another one that is left holds as many numbers of the kind.
InputPartners inputPartners(const Graph &target, const Graph &source);

/// As the data pairs them: where the target's input is fed the numbers of one other input than its partner of that name
/// or place, that one is it.
InputPartners fedPartners(const NormalPair &pair, SampleSource &samples);

} // namespace fixcon

// Inputs that show what the data does not.
#pragma once

#include "fixcon/Align/Alignment.h"

#include <unordered_set>

namespace fixcon {

/// Of `pairs`, whose ops mean different things but agree on the data, those that no input of the source was seen to
/// tell apart: a slope for negative numbers behind a relu, an upper bound above that of a sigmoid. By the
/// target's op; how its file calls that is noted (Unshown.h). Tried are further samples of the data and random inputs
/// (seeded), as large as the data and up to 64 times larger, of both signs and of either one. Pairs that read whole numbers, of which no draw can say
/// what may come, are not among them, nor those whose dtypes differ; none is if the source runs on no such
/// input.
std::unordered_set<const Op *> withoutWitness(std::vector<const OpPair *> pairs,
                                              const AlignedPair &aligned, Module &module,
                                              PassContext &context);

} // namespace fixcon

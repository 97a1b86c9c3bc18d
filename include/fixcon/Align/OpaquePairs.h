// Opaque ops of the two models that are partners, as records:
//
//   opaque @target::%g against @source::%h
//
// says that the op that makes %g in the target's file is the partner of the one that makes %h in the source's.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// First results of two partners, by their names.
struct OpaquePair {
  std::string target, source;
  bool operator==(const OpaquePair &) const = default;
};

/// Whether an opaque op of a form stands for one of the model's file whose operator is not known: not for one that
/// could not be lowered behind it, nor for one in a function's body.
bool isUnknownInFile(const Op &opaque, const Graph &faithful);

/// Whether differences of the ops of a pair mean something: not where one could not be lowered, or where nobody
/// knows the types of what it reads, so that its form may not be the canonical one.
bool isComparable(const OpPair &ops, const NormalPair &pair);

std::vector<OpaquePair> opaquePairsOf(const Module &module);
/// Replaces the records.
void setOpaquePairs(Module &module, const std::vector<OpaquePair> &pairs);

/// `samples`, and with them for @target what they give for @source: the results of an opaque op are those of its
/// partner, in the layout that the target's file declares. `module` outlives them.
std::shared_ptr<SampleSource> handGivenToTarget(std::shared_ptr<SampleSource> samples,
                                                const Module &module);

} // namespace fixcon

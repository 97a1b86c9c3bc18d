// A place where the models part, seen in the ops of their files.
#pragma once

#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Localize/DifferingPlaces.h"
#include "fixcon/Localize/Hyperparameters.h"

namespace fixcon {

/// One difference between two chains of ops that are otherwise alike: ops in place of others, or of two of one kind either
/// the settings or the learned operands.
struct PartDifference {
  std::vector<const Op *> target,
      source; ///< of the executable forms, in order; one of each of one kind
  std::vector<HyperparameterDifference> settings;
  std::vector<unsigned> learned; ///< operands that hold other numbers

  bool isOther() const { return settings.empty() && learned.empty(); }
};

/// What makes the difference at a place, where both files spell it nearly alike. Each by itself, put into the source's
/// chain, gives something else on the source's values; so what is only spelt otherwise is none. Nothing if the chains are
/// too unlike to tell, cannot be run apart, or if the place is one op or none on both sides.
std::vector<PartDifference> partsThatDiffer(const DifferingPlace &place, const AlignedPair &aligned,
                                            const ExecutablePair &files);

/// A finding for each of them.
void reportParts(Module &module, const std::vector<PartDifference> &parts,
                 const DifferingPlace &place, const NormalPair &pair);

} // namespace fixcon

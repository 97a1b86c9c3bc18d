// A difference of the normal forms, found again in the ops of the files.
#pragma once

#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Localize/Hyperparameters.h"

#include <optional>

namespace fixcon {

/// One attribute or constant operand in which two ops of the executable forms differ, which each stand for an
/// op of a file.
struct FileDifference {
  const Op *target = nullptr, *source = nullptr;
  std::string name;                   ///< of the attribute or operand, as the core op has it
  int64_t operand = -1;               ///< -1: an attribute
  bool isLearned = false;             ///< an operand that does not configure the op
  Attribute sourceValue, targetValue; ///< unless it is learned
};

/// The ops of an executable form that an op of the normal form and its constants came from, in order; without
/// those that do nothing, or only say in which dtype a constant of the file is held.
std::vector<const Op *> opsBehind(const Op &core, const Graph &executable, const Graph &faithful);

/// What differs between the ops behind `target` and those behind `source`, two ops of the normal forms. Both
/// must have been put together from as many ops of the same kinds that read each other alike: then what
/// differs in the normal forms does so because of what is listed here. Nothing otherwise.
std::optional<std::vector<FileDifference>> fileDifferences(const ExecutablePair &pair,
                                                           const Op &target, const Op &source);

/// Whether the files say the same of what two ops of the normal forms came from, but for learned numbers: other sizes
/// then come from what they are taken of.
bool areSaidAlike(const ExecutablePair &pair, const Op &target, const Op &source);

/// Those of `parts` by which the files spell the difference `name` of two ops of the normal forms: what differs
/// at the op of that kind, but for what the normal forms call by a name of its own. So two amounts of padding
/// are a list on one side and `auto_pad` on the other.
std::vector<FileDifference> spellingOf(const std::string &name, const Op &target,
                                       const std::vector<HyperparameterDifference> &differences,
                                       const std::vector<FileDifference> &parts);

/// Those of `parts` that configure what was folded into the weights of `core`, an op of the normal form: other
/// ops, and what of the op itself became numbers: factors such as `alpha` of a product, and how weights are read, which
/// shows where all constants of the files are equal. How windows say their padding is left out, for it has several spellings.
std::vector<FileDifference> foldedInto(const Op &core, std::vector<FileDifference> parts);

/// The constant of the file that a learned operand is, on the target's side or the source's.
Value *constantBehind(const Op &executable, int64_t operand, const Graph &faithful);

} // namespace fixcon

// How the learned operands of two partners differ, and whether that is a fault.
#pragma once

#include "WeightDifference.h"
#include "fixcon/Align/Alignment.h"

#include <optional>

namespace fixcon {

/// The differing operands of one pair of ops.
struct LearnedDifference {
  const OpPair *pair = nullptr;
  std::vector<unsigned> operands;
  WeightDifference worst;
  double floor = 0; ///< how far two right evaluations of the pair may differ
};

/// The operands that both sides have learned, and biases that one of them has, where they differ by more than
/// rounding explains. Nothing if the op's results, or what it makes of random operands, tell that the two mean
/// the same.
std::optional<LearnedDifference> learnedDifference(const OpPair &pair, const SourceValues &values);

} // namespace fixcon

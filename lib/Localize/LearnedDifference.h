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

/// Of all pairs of ops of one kind outside closed regions: the operands that both sides have learned, and biases
/// that one of them has, where they differ by more than rounding explains. Nothing where the op's results, or
/// what it makes of random operands, tell that the two mean the same, or no input shows that they do not.
std::vector<LearnedDifference> learnedDifferences(const AlignedPair &aligned, Module &module,
                                                  PassContext &context);

} // namespace fixcon

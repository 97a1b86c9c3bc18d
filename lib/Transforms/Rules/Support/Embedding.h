// The sum of the embeddings of words, positions and segments, normalised.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// The operands; absent ones are null.
struct Embedding {
  Value *ids = nullptr, *segments = nullptr, *words = nullptr, *places = nullptr, *kinds = nullptr;
  Value *gamma = nullptr, *beta = nullptr, *mask = nullptr, *positions = nullptr;
};

/// Result 0 is the normalised sum, 1 the number of ones in each row of the mask, 2 the sum. Takes
/// `epsilon`.
LogicalResult finishEmbedding(RuleBuilder &b, const Embedding &e);

} // namespace fixcon

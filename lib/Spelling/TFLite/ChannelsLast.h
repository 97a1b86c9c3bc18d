// Transposes, which a dialect with channels last needs around what has them second, and which run into each other.
#pragma once

#include "fixcon/Spelling/SpellingBuilder.h"
#include "fixcon/Tensor/Permutation.h"

namespace fixcon {

/// N, C, spatial... <- N, spatial..., C
Permutation toChannelsFirst(int64_t rank);
/// N, spatial..., C <- N, C, spatial...
Permutation toChannelsLast(int64_t rank);

/// A tensor's type with its axes in that order.
Type transposed(const Type &type, const Permutation &perm);
/// The operand with its axes in that order: a constant, what a Transpose already has, or behind a new one.
SpellingOperand transposed(SpellingBuilder &b, const SpellingOperand &operand,
                           const Permutation &perm);

/// What a TRANSPOSE by constants made, and in which order.
struct TransposedValue {
  Value *inner = nullptr;
  Permutation perm;
};
std::optional<TransposedValue> transposedBy(const SpellingOperand &operand);

/// Integers as the operators take them: sizes, axes, positions.
SpellingOperand ints32(const std::vector<int64_t> &values);

} // namespace fixcon

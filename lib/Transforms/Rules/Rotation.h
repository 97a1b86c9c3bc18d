// Rotary position embedding: pairs of numbers of a head are turned by the angle of their position.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// `size` numbers of a head, the first `turned` of which turn, in halves or as neighbours.
struct Rotation {
  int64_t size, turned;
  bool interleaved;
};

/// The size of the last axis if it is a number, else 0.
int64_t lastSize(const Value *x);

/// x [B, S, N, h] turned by the entries of the caches [M, turned / 2] at positions [B or 1, S].
Value *rotated(RuleBuilder &b, Value *x, Value *positions, Value *cosines, Value *sines,
               const Rotation &r);

} // namespace fixcon

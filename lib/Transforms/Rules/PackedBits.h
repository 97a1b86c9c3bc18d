// Small integers packed into bytes.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// The numbers of `bits` (2, 4 or 8) bits in bytes u8[..., n] of that rank, lowest bits first:
/// u8[..., n * 8 / bits].
Value *unpackedBits(RuleBuilder &b, Value *bytes, int64_t rank, int64_t bits);

/// The first `size` numbers of the last axis.
Value *firstOf(RuleBuilder &b, Value *x, int64_t size);

/// `number` in every element of a tensor of the dtype of `like` and the shape of `shaped`.
Value *filledLike(RuleBuilder &b, double number, Value *like, Value *shaped);

} // namespace fixcon

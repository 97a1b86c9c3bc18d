// Small integers packed into bytes.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// The numbers of `bits` (2, 4 or 8) bits in bytes u8[..., n] of that rank, lowest bits first:
/// u8[..., n * 8 / bits].
Value *unpackedBits(RuleBuilder &b, Value *bytes, int64_t rank, int64_t bits);

} // namespace fixcon

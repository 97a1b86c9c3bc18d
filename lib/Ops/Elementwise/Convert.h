// Conversion between element types, as Cast and CastLike share it.
#pragma once

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// x as the dtype `to`: floats that leave the range of an 8-bit float become what the format has
/// for overflow unless `saturate`; rounding is left to who stores the result, but for f8e8m0, which
/// has powers of two alone: `roundMode` is up, down or nearest.
Scalar convertFormula(Scalar x, DType to, bool saturate, const std::string &roundMode);

/// Whether `roundMode` is one that f8e8m0 has.
bool isRoundMode(const std::string &roundMode);

/// Result 0 from operand 0 where one of them holds strings. `from` is the operand's dtype in the
/// IR: a float is printed with as many digits as tell it from its neighbours.
LogicalResult convertStrings(EvalContext &context, DType from);

} // namespace fixcon

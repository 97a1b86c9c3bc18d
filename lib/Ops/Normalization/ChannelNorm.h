// The shape rule of normalisations whose parameters have one entry a channel.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// [N, C, ...] in operand 0 and vectors of C entries in operands 1 to `last`; the result has the
/// type of operand 0. Reports under `<label>_c1` and `_c2`.
LogicalResult inferChannelNorm(InferContext &context, const std::string &label, unsigned last);

} // namespace fixcon

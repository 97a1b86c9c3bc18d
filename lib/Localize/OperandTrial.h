// Two partners run on the same operands.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// Whether both ops of a pair, each fed `operands` as it holds them, give the same results up to the noise
/// floor: those that somebody reads, each in its own layout. `operands` has a number for every operand of the
/// source's op that is no weight; everything runs in f64. False where they cannot be run.
bool agreeOnOperands(const OpPair &pair, const SourceValues &operands, const AlignedPair &aligned);

/// Whether the two results are of different dtypes: running in f64 does not tell what that means.
bool differInDtype(const OpPair &pair);

} // namespace fixcon

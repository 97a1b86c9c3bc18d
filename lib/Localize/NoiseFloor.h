// How far a correct region may be off when both sides run in f64: only parameter rounding is left.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// 2 * 4u(S + max |bias|), its largest element, u = 2^-24, S the sum of the absolute values of the
/// terms (the op run on absolute operands) for ops that are linear in their weights; 32u max |y|
/// for all others. In units of the result.
double noiseFloor(const OpPair &pair, const SourceValues &values);

/// How far the source's op is off its own result, in units of that, when it has the learned operands
/// of the target's; nothing where it cannot be run with them.
std::optional<double> errorOfWeights(const OpPair &pair, const SourceValues &values);

} // namespace fixcon

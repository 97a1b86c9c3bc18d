// Quantised operands of ops that compute in real numbers: what each stands for, and the way back.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// The real numbers that a tensor with one scale and one (optional) zero point stands for.
Value *dequantized(RuleBuilder &b, Value *q, Value *scale, Value *zeroPoint);

/// The same for operands `first` (tensor), `first + 1` (scale) and `first + 2` (zero point).
Value *dequantized(RuleBuilder &b, unsigned first);

/// When an op rounds: the quotient by the scale, or that plus the zero point, which breaks ties
/// another way where the zero point is odd.
enum class Rounds { Quotient, Shifted };

/// Result 0 is `y` quantised by one scale and zero point. Without a zero point it has the dtype of
/// `like`.
LogicalResult finishQuantized(RuleBuilder &b, Value *y, Value *scale, Value *zeroPoint,
                              const Value *like, Rounds rounds = Rounds::Quotient);

/// Integers of a product times their scale, which is `a` times `b`, as f32.
Value *scaledSum(RuleBuilder &b, Value *integers, Value *aScale, Value *bScale);

} // namespace fixcon

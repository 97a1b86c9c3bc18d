// What the attention ops of ONNX Runtime's domain are made of. Letters in shapes: B samples, N
// heads, S queries, T keys, h numbers of a head.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// [from, to) of one axis.
Value *sliceOf(RuleBuilder &b, Value *x, int64_t axis, int64_t from, int64_t to);

/// The size of one axis, which may be counted from the end, if it is a number; else 0.
int64_t staticSize(const Value *x, int64_t axis);

/// The size of one axis, as i64[].
Value *sizeOf(RuleBuilder &b, Value *x, int64_t axis);

/// `from`, `from` + 1, ... up to before `to`; both i64[].
Value *countUp(RuleBuilder &b, Value *from, Value *to);

/// [B, S, N, h] <-> [B, N, S, h]
Value *swapHeads(RuleBuilder &b, Value *x);

/// [B, S, N*h] -> [B, N, S, h]
Value *splitHeads(RuleBuilder &b, Value *x, int64_t heads);

/// [B, N, S, h] -> [B, S, N*h]
Value *mergeHeads(RuleBuilder &b, Value *x, int64_t heads);

/// The attributes and operands that decide the scores.
struct AttentionTerms {
  double scale = 0; ///< of the products; 0 stands for 1 / sqrt(h)
  double filter = -10000;
  bool causal = false;
  Value *mask = nullptr; ///< ends [B], ends and starts [2*B], or 0 for masked: [B, T], [B, S, T]
  Value *bias = nullptr; ///< an addend of the scores
};

/// Takes `scale`, `mask_filter_value` and `unidirectional`.
AttentionTerms takeTerms(RuleBuilder &b);

/// The addend of the scores that the mask stands for, `filter` where it masks. Null, with a report,
/// if its form is not understood.
Value *maskAddend(RuleBuilder &b, const AttentionTerms &terms, Value *q, Value *k);

/// The scores of keys [B, N, T, h] for queries [B, N, S, h] with all their addends: [B, N, S, T].
/// Null, with a report, after a failure.
Value *attentionScores(RuleBuilder &b, const AttentionTerms &terms, Value *q, Value *k);

/// softmax(scores) times the values, heads merged: [B, S, N*h].
Value *attended(RuleBuilder &b, Value *scores, Value *v, int64_t heads);

/// What Attention does behind its projection: result 0 is the attention of q, k and v, the latter
/// two behind those of `past` [2, B, N, P, h] if there is one; result 1 is both for the next time.
LogicalResult finishAttention(RuleBuilder &b, const AttentionTerms &terms, Value *const (&qkv)[3],
                              Value *past, int64_t heads);

} // namespace fixcon

// MultiHeadAttention: the attention of heads of queries, keys and values that are projected
// already. The bias of the projections is added here. Keys and values come behind those of the
// past; of rank 4 they are heads already, which is how cross attention reuses them.
#include "Rules/Support/AttentionParts.h"

namespace fixcon {

namespace {
enum Operand : unsigned {
  Query,
  Key,
  ValueIn,
  Bias,
  Mask,
  Addend,
  PastKey,
  PastValue,
  PastLength,
  Beams
};
}

/// The width of operand i, whose rank is 3; 0 if it is not known.
static int64_t widthOf(RuleBuilder &b, unsigned i) {
  return b.rank(i) == 3 ? staticSize(b.in(i), 2) : 0;
}

/// Operand i with its part of the bias, which begins at `from`.
static Value *biased(RuleBuilder &b, unsigned i, int64_t from) {
  if (!b.in(Bias))
    return b.in(i);
  return b.value("add", {b.in(i), sliceOf(b, b.in(Bias), 0, from, from + widthOf(b, i))});
}

/// Queries, keys and values as heads; false, with a report, if their form is not understood.
static bool headsOf(RuleBuilder &b, int64_t heads, Value *(&parts)[3]) {
  int64_t from = 0;
  for (unsigned i : {Query, Key, ValueIn}) {
    bool ready = i != Query && b.rank(i) == 4;
    bool fits = ready ? !b.in(Bias) : b.rank(i) == 3 && (!b.in(Bias) || widthOf(b, i) > 0);
    if (!fits || widthOf(b, i) > INT32_MAX) {
      b.error() << "operand " << i << " of type " << b.in(i)->type().str() << " is not understood";
      return false;
    }
    parts[i] = ready ? b.in(i) : splitHeads(b, biased(b, i, from), heads);
    from += widthOf(b, i);
  }
  return true;
}

LogicalResult ruleMicrosoftMultiHeadAttention(Op &op, RuleBuilder &b) {
  if (failed(b.needs({Query})))
    return failure();
  int64_t heads = b.take<int64_t>("num_heads", 0);
  if (heads < 1 || !b.in(Key) || !b.in(ValueIn) || b.in(PastLength) || b.in(Beams))
    return b.error() << "num_heads is missing, or the operands are packed or share buffers, which "
                        "is not understood";
  AttentionTerms terms = takeTerms(b);
  terms.mask = b.in(Mask);
  terms.bias = b.in(Addend);
  Value *parts[3];
  if (!headsOf(b, heads, parts))
    return failure();
  for (unsigned i : {1u, 2u})
    if (Value *past = b.in(PastKey + i - 1))
      parts[i] = b.value("concat", {past, parts[i]}, attrsOf({{"axis", int64_t(2)}}));
  Value *scores = attentionScores(b, terms, parts[0], parts[1]);
  if (!scores)
    return failure();
  b.result(0, attended(b, scores, parts[2], heads));
  b.result(1, parts[1]);
  b.result(2, parts[2]);
  if (op.numResults() > 3)
    b.result(3, scores);
  return success();
}

} // namespace fixcon

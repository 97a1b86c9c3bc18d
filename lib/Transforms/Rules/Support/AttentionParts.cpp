// Sizes that are numbers become constants of the reshapes, so that types follow at once; others
// stay 0 (as before) or -1 (the rest), or are computed from the shape. Causality is an addend as
// the mask is: the lowest number of f32 (of f16 for f16 queries) where a key lies behind its query.
#include "AttentionParts.h"

#include <cmath>

namespace fixcon {

Value *sliceOf(RuleBuilder &b, Value *x, int64_t axis, int64_t from, int64_t to) {
  return b.value("slice", {x, b.ints({from}), b.ints({to}), b.ints({axis})});
}

Value *sizeOf(RuleBuilder &b, Value *x, int64_t axis) {
  return b.value("gather", {b.value("shape", {x}), b.scalar(axis)});
}

Value *countUp(RuleBuilder &b, Value *from, Value *to) {
  return b.value("range", {from, to, b.scalar(1)});
}

Value *swapHeads(RuleBuilder &b, Value *x) {
  return b.value("transpose", {x}, attrsOf({{"perm", Attribute::Ints{0, 2, 1, 3}}}));
}

int64_t staticSize(const Value *x, int64_t axis) {
  const Type &type = x->type();
  if (!type.isTensor() || !type.isRanked())
    return 0;
  auto rank = static_cast<int64_t>(type.rank());
  int64_t at = axis < 0 ? axis + rank : axis;
  if (at < 0 || at >= rank)
    return 0;
  const Dim &dim = type.dim(static_cast<size_t>(at));
  return dim.isStatic() ? dim.size() : 0;
}

Value *splitHeads(RuleBuilder &b, Value *x, int64_t heads) {
  int64_t size = staticSize(x, 2);
  int64_t each = size > 0 && size % heads == 0 ? size / heads : -1;
  return swapHeads(b, b.value("reshape", {x, b.ints({0, 0, heads, each})}));
}

Value *mergeHeads(RuleBuilder &b, Value *x, int64_t heads) {
  int64_t each = staticSize(x, 3), size = -1;
  if (each <= 0 || __builtin_mul_overflow(each, heads, &size))
    size = -1;
  return b.value("reshape", {swapHeads(b, x), b.ints({0, 0, size})});
}

AttentionTerms takeTerms(RuleBuilder &b) {
  AttentionTerms terms;
  terms.scale = b.take<double>("scale", 0);
  terms.filter = b.take<double>("mask_filter_value", -10000);
  terms.causal = b.take<int64_t>("unidirectional", 0) != 0;
  return terms;
}

/// Keys behind a query, which stands at the end of the keys, get the lowest number of f32.
static Value *causalAddend(RuleBuilder &b, Value *q, Value *k) {
  Value *total = sizeOf(b, k, 2);
  Value *first = b.value("sub", {total, sizeOf(b, q, 2)});
  Value *keys = countUp(b, b.scalar(0), total);
  Value *queries = b.value("unsqueeze", {countUp(b, first, total), b.ints({1})});
  double lowest = q->type().isTensor() && q->type().dtype() == DType::F16
                      ? -65504
                      : double(std::numeric_limits<float>::lowest());
  return b.value(
      "where", {b.value("greater", {keys, queries}), b.scalarLike(q, lowest), b.scalarLike(q, 0)});
}

Value *attentionScores(RuleBuilder &b, const AttentionTerms &terms, Value *q, Value *k) {
  double scale = terms.scale;
  if (int64_t size = staticSize(k, 3); scale == 0 && size > 0)
    scale = 1 / std::sqrt(static_cast<double>(size));
  if (scale == 0) {
    b.error() << "the size of the heads is not known, and there is no scale";
    return nullptr;
  }
  Value *turned = b.value("transpose", {k}, attrsOf({{"perm", Attribute::Ints{0, 1, 3, 2}}}));
  Value *scores = b.value("mat_mul", {q, turned});
  scores = b.value("mul", {scores, b.scalarLike(scores, scale)});
  if (terms.bias)
    scores = b.value("add", {scores, terms.bias});
  if (terms.mask) {
    Value *addend = maskAddend(b, terms, q, k);
    if (!addend)
      return nullptr;
    scores = b.value("add", {scores, addend});
  }
  return terms.causal ? b.value("add", {scores, causalAddend(b, q, k)}) : scores;
}

Value *attended(RuleBuilder &b, Value *scores, Value *v, int64_t heads) {
  Value *shares = b.value("softmax", {scores}, attrsOf({{"axis", int64_t(-1)}}));
  return mergeHeads(b, b.value("mat_mul", {shares, v}), heads);
}

LogicalResult finishAttention(RuleBuilder &b, const AttentionTerms &terms, Value *const (&qkv)[3],
                              Value *past, int64_t heads) {
  Value *parts[3];
  for (unsigned i = 0; i < 3; ++i) {
    parts[i] = splitHeads(b, qkv[i], heads);
    if (i > 0 && past) {
      Value *before = b.value("gather", {past, b.scalar(i - 1)});
      parts[i] = b.value("concat", {before, parts[i]}, attrsOf({{"axis", int64_t(2)}}));
    }
  }
  Value *scores = attentionScores(b, terms, parts[0], parts[1]);
  if (!scores)
    return failure();
  b.result(0, attended(b, scores, parts[2], heads));
  if (b.position().numResults() < 2 || !b.position().hasResult(1))
    return success();
  Value *k = b.value("unsqueeze", {parts[1], b.ints({0})});
  Value *v = b.value("unsqueeze", {parts[2], b.ints({0})});
  b.result(1, b.value("concat", {k, v}, attrsOf({{"axis", int64_t(0)}})));
  return success();
}

} // namespace fixcon

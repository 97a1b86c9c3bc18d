// softmax(scale Q K^T + bias) V for each head, with keys and values behind those of a cache.
// Several heads of queries may share one of keys. A query that may attend to nothing gives zeros.
#include "Attention.h"

#include "Definition/Axis.h"

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Support/CheckedMath.h"

namespace fixcon {

using HeadCount = std::optional<int64_t>;

static LogicalResult checkAttributes(InferContext &context, const AttentionAttrs &attrs) {
  if (attrs.leftWindow < -1 || attrs.rightWindow < -1)
    return context.error("attention_c1") << "a window of a negative size";
  if (attrs.scoresMode < 0 || attrs.scoresMode > 3)
    return context.error("attention_c1") << "qk_matmul_output_mode " << attrs.scoresMode;
  if (!isFloat(attrs.softmaxPrecision.value_or(DType::F32)))
    return context.error("attention_c1") << "softmax_precision is no float";
  return success();
}

/// Query, key and value have the same rank, and heads if that is 3.
static LogicalResult checkRanks(InferContext &context, const AttentionAttrs &attrs) {
  for (unsigned i = Query; i <= Values; ++i) {
    const Type &type = context.type(i);
    if (!type.isRanked())
      continue;
    bool same = !context.isRanked(Query) || context.type(Query).rank() == type.rank();
    if (!same || (type.rank() != 3 && type.rank() != 4))
      return context.error("attention_c2") << "operand " << i << " has type " << type.str();
    HeadCount heads = i == Query ? attrs.queryHeads : attrs.keyHeads;
    if (type.rank() == 3 &&
        (!heads || *heads < 1 || (type.dim(2).isStatic() && type.dim(2).size() % *heads)))
      return context.error("attention_c3") << "operand " << i << ", " << type.str()
                                           << ", does not have the heads that attributes say";
  }
  return success();
}

static LogicalResult checkSizes(InferContext &context, const Dims &q, const Dims &k,
                                const Dims &v) {
  bool fit = !clash(q[0], k[0]) && !clash(q[0], v[0]) && !clash(k[1], v[1]) && !clash(k[2], v[2]) &&
             !clash(q[3], k[3]);
  if (fit && q[1].isStatic() && k[1].isStatic())
    fit = k[1].size() > 0 && q[1].size() % k[1].size() == 0;
  if (!fit)
    return context.error("attention_c4")
           << "queries " << context.type(Query).str() << " for keys " << context.type(Key).str()
           << " and values " << context.type(Values).str();
  if (context.has(PastKey) != context.has(PastValue) ||
      (context.has(PastKey) && context.has(ValidKeys)))
    return context.error("attention_c5") << "half a cache, or two kinds of cache";
  return success();
}

/// Keys in the cache and behind it.
static FailureOr<Dim> totalKeys(InferContext &context, const Dims &k, const Dims &v) {
  if (!context.has(PastKey))
    return k[2];
  Dim total;
  for (unsigned i : {PastKey, PastValue}) {
    const Type &past = context.type(i);
    const Dims &now = i == PastKey ? k : v;
    if (!past.isRanked())
      return Dim();
    if (past.rank() != 4 || clash(past.dim(0), now[0]) || clash(past.dim(1), now[1]) ||
        clash(past.dim(3), now[3]) || clash(past.dim(2), context.type(PastKey).dim(2)))
      return context.error("attention_c6") << "a cache of type " << past.str();
    if (past.dim(2).isStatic() && now[2].isStatic())
      if (auto sum = checkedAdd(past.dim(2).size(), now[2].size()))
        total = Dim(*sum);
  }
  return total;
}

static LogicalResult checkMask(InferContext &context, const Dims &scores) {
  const Type &mask = context.type(Mask);
  if (context.isRanked(Mask)) {
    bool fits = mask.rank() >= 1 && mask.rank() <= 4;
    for (size_t back = 1; fits && back <= mask.rank(); ++back) {
      const Dim &dim = mask.dim(mask.rank() - back), &whole = scores[4 - back];
      if (dim.isStatic() && whole.isStatic())
        fits =
            back == 1 ? dim.size() <= whole.size() : dim.size() == 1 || dim.size() == whole.size();
    }
    if (!fits)
      return context.error("attention_c7") << "a mask of type " << mask.str();
  }
  const Tensor *valid = context.value(ValidKeys);
  if (context.isRanked(ValidKeys) &&
      (context.type(ValidKeys).rank() != 1 || clash(context.type(ValidKeys).dim(0), scores[0])))
    return context.error("attention_c8") << "nonpad_kv_seqlen " << context.type(ValidKeys).str();
  for (int64_t i = 0; valid && scores[3].isStatic() && i < valid->size(); ++i)
    if (valid->toInt(i) < 0 || valid->toInt(i) > scores[3].size())
      return context.error("attention_c8")
             << valid->toInt(i) << " valid keys of " << scores[3].size();
  return success();
}

static LogicalResult inferAttention(InferContext &context) {
  auto attrs = context.attrs<AttentionAttrs>();
  if (failed(checkAttributes(context, attrs)) || failed(checkRanks(context, attrs)))
    return failure();
  Dims q = headDims(context.type(Query), attrs.queryHeads);
  Dims k = headDims(context.type(Key), attrs.keyHeads);
  Dims v = headDims(context.type(Values), attrs.keyHeads);
  if (failed(checkSizes(context, q, k, v)))
    return failure();
  auto total = totalKeys(context, k, v);
  if (failed(total))
    return failure();
  Dims scores{q[0], q[1], q[2], *total};
  if (failed(checkMask(context, scores)))
    return failure();
  DType dtype = context.type(Query).dtype(), valueDType = context.type(Values).dtype();
  Dims y{q[0], q[1], q[2], v[3]};
  if (context.isRanked(Query) && context.type(Query).rank() == 3)
    y = {q[0], q[2], productOf({q[1], v[3]}, 0, 2)};
  context.setResult(0, context.isRanked(Query) ? Type::tensor(dtype, y) : Type::unranked(dtype));
  context.setResult(1, Type::tensor(dtype, Dims{k[0], k[1], *total, k[3]}));
  context.setResult(2, Type::tensor(valueDType, Dims{v[0], v[1], *total, v[3]}));
  context.setResult(3, Type::tensor(dtype, scores));
  return success();
}

OpDef defineAttention() {
  return OpDef("attention")
      .summary("Scaled dot product attention over several heads, with an optional cache.")
      .operand("Q")
      .operand("K")
      .operand("V")
      .optional("attn_mask")
      .optional("past_key")
      .optional("past_value")
      .optional("nonpad_kv_seqlen")
      .dtypes(floatTypes, {"Q", "K", "past_key"})
      .dtypes(floatTypes, {"V", "past_value"})
      .dtypes(realTypes, {"attn_mask"})
      .dtypes(integerTypes, {"nonpad_kv_seqlen"})
      .results(1, 4)
      .attrs<AttentionAttrs>()
      .infer(inferAttention)
      .reference(evalAttention)
      .onnx("Attention", 23);
}

} // namespace fixcon

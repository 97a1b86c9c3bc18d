// GroupQueryAttention: causal attention of N heads of queries to M heads of keys and values, each
// of which serves N / M of them, behind a cache of the past.
//
//   past tokens of a sample = its tokens less those of this step, or 0 if this is all of them
//   k, v = rows of the cache before that, then the new ones;  q and new k turn by their positions
//   y = softmax(q * k^T * scale, keys behind the query or before its window left out) * v
//
// Letters in shapes: B samples, S new tokens, L rows of the cache afterwards, G = N / M, h numbers
// of a head.
#include "Rules/Support/AttentionParts.h"
#include "Rules/Support/KeyCache.h"

#include <cmath>

namespace fixcon {
namespace {

enum Operand : unsigned {
  Query,
  Key,
  ValueIn,
  PastKey,
  PastValue,
  Lengths,
  Total,
  Cos,
  Sin,
  Positions,
  FirstUnknown
};

struct Heads {
  int64_t queries, keys, size;
};

/// Keys or values [B, M, L, h] for all queries that they serve.
Value *shared(RuleBuilder &b, Value *x) { return b.value("unsqueeze", {x, b.ints({2})}); }

Value *attention(RuleBuilder &b, const Heads &h, const Places &p, Value *(&qkv)[3]) {
  double scale = b.take<double>("scale", 0), cap = b.take<double>("softcap", 0);
  Value *turned = b.value("transpose", {shared(b, qkv[1])},
                          attrsOf({{"perm", Attribute::Ints{0, 1, 2, 4, 3}}}));
  Value *scores = b.value("mat_mul", {qkv[0], turned});
  scale = scale == 0 ? 1 / std::sqrt(static_cast<double>(h.size)) : scale;
  scores = b.value("mul", {scores, b.scalarLike(scores, scale)});
  if (cap > 0) {
    Value *bounded = b.value("tanh", {b.value("div", {scores, b.scalarLike(scores, cap)})});
    scores = b.value("mul", {bounded, b.scalarLike(scores, cap)});
  }
  Value *maskValue = b.scalarLike(scores, double(std::numeric_limits<float>::lowest()));
  Value *seen = visible(b, p, b.take<int64_t>("local_window_size", -1));
  scores = b.value("where", {seen, scores, maskValue});
  Value *shares = b.value("softmax", {scores}, attrsOf({{"axis", int64_t(-1)}}));
  Value *y = b.value("mat_mul", {shares, shared(b, qkv[2])});
  y = b.value("transpose", {y}, attrsOf({{"perm", Attribute::Ints{0, 3, 1, 2, 4}}}));
  return b.value("reshape", {y, b.ints({0, 0, h.queries * h.size})});
}

/// Queries, keys and values [B, S, heads, h]; false, with a report, if they do not fit.
bool splitQKV(RuleBuilder &b, Heads &h, Value *(&qkv)[3]) {
  bool packed = !b.in(Key), sane = h.queries > 0 && h.keys > 0 && h.queries <= (1 << 20) &&
                                   h.keys <= h.queries && h.queries % h.keys == 0;
  int64_t width = b.rank(Query) == 3 ? staticSize(b.in(Query), -1) : 0;
  int64_t all = sane ? h.queries + (packed ? 2 * h.keys : 0) : 1;
  h.size = width / all;
  sane = sane && width > 0 && width % all == 0 && packed == !b.in(ValueIn);
  for (unsigned i : {Key, ValueIn})
    sane = sane && (packed || (b.rank(i) == 3 && staticSize(b.in(i), -1) == h.keys * h.size));
  if (!sane) {
    b.error() << "the widths of the operands do not fit num_heads and kv_num_heads";
    return false;
  }
  int64_t from = 0;
  for (unsigned i = 0; i < 3; ++i) {
    int64_t heads = i == 0 ? h.queries : h.keys, to = from + heads * h.size;
    Value *part = packed ? sliceOf(b, b.in(Query), 2, from, to) : b.in(i);
    qkv[i] = b.value("reshape", {part, b.ints({0, 0, heads, h.size})});
    from = to;
  }
  return true;
}

/// Turns queries and new keys if that is asked for; false, with a report, if the caches do not fit.
bool applyRotary(RuleBuilder &b, const Heads &h, const Places &p, Value *(&qkv)[3]) {
  bool interleaved = b.take<int64_t>("rotary_interleaved", 0) != 0;
  if (!b.take<int64_t>("do_rotary", 0))
    return true;
  int64_t half = b.in(Cos) && b.in(Sin) ? staticSize(b.in(Cos), -1) : 0;
  if (half < 1 || half > h.size / 2) {
    b.error() << "the caches of cosines and sines do not fit heads of " << h.size;
    return false;
  }
  AttrDict attrs = attrsOf({{"interleaved", int64_t(interleaved)}});
  if (2 * half < h.size)
    attrs.set("rotary_embedding_dim", 2 * half);
  for (unsigned i : {0u, 1u})
    qkv[i] = swapHeads(b, b.value("rotary_embedding",
                                  {swapHeads(b, qkv[i]), b.in(Cos), b.in(Sin), p.steps}, attrs));
  return true;
}

/// Takes attributes whose other values are not understood.
bool onlyPlain(RuleBuilder &b) {
  b.ignore({"qk_norm_epsilon", "q_norm_epsilon", "k_norm_epsilon", "kv_cache_bit_width"});
  bool plain = b.take<int64_t>("causal", 1) == 1 && b.take<int64_t>("smooth_softmax", -1) <= 0 &&
               b.take<int64_t>("sliding_window_cache", 0) == 0 &&
               b.take<int64_t>("qk_output", 0) == 0 &&
               b.take<std::string>("k_quant_type", "NONE") == "NONE" &&
               b.take<std::string>("v_quant_type", "NONE") == "NONE" && !b.in(Positions);
  for (unsigned i = FirstUnknown; i < b.position().numOperands(); ++i)
    plain = plain && !b.in(i);
  if (!plain)
    b.error() << "a quantised or sliding cache, given positions, addends, sinks and norms are not "
                 "understood";
  return plain;
}

} // namespace

LogicalResult ruleMicrosoftGroupQueryAttention(Op &, RuleBuilder &b) {
  if (failed(b.needs({Query, Lengths, Total})) || !onlyPlain(b))
    return failure();
  if (!b.in(PastKey) != !b.in(PastValue))
    return b.error() << "past keys and past values need each other";
  Heads h{b.take<int64_t>("num_heads", 0), b.take<int64_t>("kv_num_heads", 0), 0};
  Value *qkv[3];
  if (!splitQKV(b, h, qkv))
    return failure();
  Places p = placesOf(b, b.in(Query), b.in(Lengths), b.in(Total), b.in(PastKey));
  if (!applyRotary(b, h, p, qkv))
    return failure();
  Value *q = b.value("reshape", {qkv[0], b.ints({0, 0, h.keys, h.queries / h.keys, h.size})});
  qkv[0] = b.value("transpose", {q}, attrsOf({{"perm", Attribute::Ints{0, 2, 3, 1, 4}}}));
  qkv[1] = cached(b, p, b.in(PastKey), qkv[1]);
  qkv[2] = cached(b, p, b.in(PastValue), qkv[2]);
  b.result(0, attention(b, h, p, qkv));
  b.result(1, qkv[1]);
  b.result(2, qkv[2]);
  return success();
}

} // namespace fixcon

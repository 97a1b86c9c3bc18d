// RotaryEmbedding: pairs of numbers of each head are rotated by the angle of their position.
//
//   com.microsoft.RotaryEmbedding %x, %positions, %cos, %sin
//   ->  rotary_embedding %x, %cos, %sin, %places
//
// Positions are given one by one, or by the first alone.
#include "Rules/Support/AttentionParts.h"

namespace fixcon {

namespace {
enum Operand : unsigned { X, Positions, Cos, Sin };
}

/// How the numbers of a head turn: the first `rotated` of `size`.
struct Rotation {
  int64_t size, rotated;
};

/// Positions [B, S] for x, whose steps are counted by axis `steps`.
static Value *positionsFor(RuleBuilder &b, int64_t steps) {
  if (b.rank(Positions) != 1)
    return b.in(Positions);
  Value *first = b.value("reshape", {b.in(Positions), b.ints({})});
  Value *row = countUp(b, first, b.value("add", {first, sizeOf(b, b.in(X), steps)}));
  Value *batch = b.value("slice", {b.value("shape", {b.in(X)}), b.ints({0}), b.ints({1})});
  Value *shape = b.value("concat", {batch, b.ints({1})}, attrsOf({{"axis", int64_t(0)}}));
  return b.value("expand", {b.value("unsqueeze", {row, b.ints({0})}), shape});
}

/// What the shapes and attributes say; nothing, with a report, if they do not fit.
static std::optional<Rotation> takeRotation(RuleBuilder &b) {
  int64_t cached = staticSize(b.in(Cos), -1), width = staticSize(b.in(X), -1);
  int64_t heads = b.take<int64_t>("num_heads", 0);
  Rotation r{0, b.take<int64_t>("rotary_embedding_dim", 0)};
  bool given = r.rotated > 0;
  if (!given)
    r.rotated = cached > INT32_MAX ? 0 : 2 * cached;
  if (b.rank(X) == 4)
    r.size = width;
  else
    r.size = !given ? r.rotated : heads > 0 ? width / heads : 0;
  if (r.rotated > 0 && r.rotated % 2 == 0 && r.rotated / 2 == cached && r.size >= r.rotated &&
      width % r.size == 0)
    return r;
  b.error() << "x " << b.in(X)->type().str() << " and cache " << b.in(Cos)->type().str()
            << " do not fit num_heads and rotary_embedding_dim";
  return std::nullopt;
}

LogicalResult ruleMicrosoftRotaryEmbedding(Op &, RuleBuilder &b) {
  if (failed(b.needs({X, Positions, Cos, Sin})))
    return failure();
  bool heads = b.rank(X) == 4;
  if ((!heads && b.rank(X) != 3) || !b.rank(Positions))
    return b.error() << "x is not known to have rank 3 or 4, or the rank of the positions is not "
                        "known";
  if (b.take<int64_t>("is_packed_batching", 0) || b.take<double>("scale", 1) != 1)
    return b.error() << "packed batches and a scale are not understood";
  auto r = takeRotation(b);
  if (!r)
    return failure();
  AttrDict attrs = attrsOf({{"interleaved", b.take<int64_t>("interleaved", 0)}});
  if (!heads)
    attrs.set("num_heads", staticSize(b.in(X), -1) / r->size);
  if (r->rotated < r->size)
    attrs.set("rotary_embedding_dim", r->rotated);
  Value *positions = positionsFor(b, heads ? 2 : 1);
  return b.becomes("rotary_embedding", {b.in(X), b.in(Cos), b.in(Sin), positions},
                   std::move(attrs));
}

} // namespace fixcon

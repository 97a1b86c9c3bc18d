// RotaryEmbedding: pairs of numbers of each head are turned by the angle of their position.
//
//   x1, x2 = both halves of the first r numbers of a head, or every other of them if interleaved
//   y1 = x1 * cos - x2 * sin,  y2 = x2 * cos + x1 * sin,  in the places of x1 and x2
//
// Positions are given one by one, or by the first alone. The numbers of a head behind r stay.
#include "AttentionParts.h"
#include "Rotation.h"

namespace fixcon {

namespace {
enum Operand : unsigned { X, Positions, Cos, Sin };
}

/// Positions [B or 1, S] for x [B, S, N, h].
static Value *positionsFor(RuleBuilder &b, Value *x) {
  if (b.rank(Positions) != 1)
    return b.in(Positions);
  Value *first = b.value("reshape", {b.in(Positions), b.ints({})});
  Value *last = b.value("add", {first, sizeOf(b, x, 1)});
  return b.value("unsqueeze", {countUp(b, first, last), b.ints({0})});
}

/// What the shapes and attributes say; nothing, with a report, if they do not fit.
static std::optional<Rotation> takeRotation(RuleBuilder &b) {
  int64_t cached = lastSize(b.in(Cos)), width = lastSize(b.in(X));
  int64_t heads = b.take<int64_t>("num_heads", 0);
  Rotation r{0, b.take<int64_t>("rotary_embedding_dim", 0), b.take<int64_t>("interleaved", 0) != 0};
  bool given = r.turned > 0;
  if (!given)
    r.turned = cached > INT32_MAX ? 0 : 2 * cached;
  if (b.rank(X) == 4)
    r.size = width;
  else
    r.size = !given ? r.turned : heads > 0 ? width / heads : 0;
  if (r.turned > 0 && r.turned % 2 == 0 && r.turned / 2 == cached && r.size >= r.turned &&
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
  int64_t width = lastSize(b.in(X));
  auto swapped = [&](Value *x) {
    return b.value("transpose", {x}, attrsOf({{"perm", Attribute::Ints{0, 2, 1, 3}}}));
  };
  Value *x = heads ? swapped(b.in(X))
                   : b.value("reshape", {b.in(X), b.ints({0, 0, width / r->size, r->size})});
  Value *y = rotated(b, x, positionsFor(b, x), b.in(Cos), b.in(Sin), *r);
  b.result(0, heads ? swapped(y) : b.value("reshape", {y, b.ints({0, 0, width})}));
  return success();
}

} // namespace fixcon

// RotaryEmbedding: pairs of numbers of each head are turned by the angle of their position.
//
//   x1, x2 = both halves of the first r numbers of a head, or every other of them if interleaved
//   y1 = x1 * cos - x2 * sin,  y2 = x2 * cos + x1 * sin,  in the places of x1 and x2
//
// Positions are given one by one, or by the first alone. The numbers of a head behind r stay.
#include "AttentionParts.h"

namespace fixcon {

namespace {
enum Operand : unsigned { X, Positions, Cos, Sin };

struct Rotation {
  int64_t heads, size, turned; ///< `size` numbers of a head, the first `turned` of which turn
  bool interleaved;
};
} // namespace

/// Numbers of x from `from` to `to` of the last axis, each `step`-th.
static Value *strided(RuleBuilder &b, Value *x, int64_t from, int64_t to, int64_t step) {
  return b.value("slice", {x, b.ints({from}), b.ints({to}), b.ints({3}), b.ints({step})});
}

/// The entries of a cache at the positions, for [B, S, N, r / 2].
static Value *atPositions(RuleBuilder &b, Value *cache, Value *x) {
  Value *positions = b.in(Positions);
  if (b.rank(Positions) == 1) {
    Value *first = b.value("reshape", {positions, b.ints({})});
    Value *last = b.value("add", {first, sizeOf(b, x, 1)});
    positions = b.value("unsqueeze", {countUp(b, first, last), b.ints({0})});
  }
  return b.value("unsqueeze", {b.value("gather", {cache, positions}), b.ints({2})});
}

static Value *rotate(RuleBuilder &b, Value *x, const Rotation &r) {
  Value *cos = atPositions(b, b.in(Cos), x), *sin = atPositions(b, b.in(Sin), x);
  int64_t half = r.turned / 2;
  Value *x1 = r.interleaved ? strided(b, x, 0, r.turned, 2) : strided(b, x, 0, half, 1);
  Value *x2 = r.interleaved ? strided(b, x, 1, r.turned, 2) : strided(b, x, half, r.turned, 1);
  auto turned = [&](const char *op, Value *a, Value *c) {
    return b.value(op, {b.value("mul", {a, cos}), b.value("mul", {c, sin})});
  };
  Value *y1 = turned("sub", x1, x2), *y2 = turned("add", x2, x1);
  std::vector<Value *> parts{y1, y2};
  if (r.interleaved) {
    Value *pairs = b.value("concat",
                           {b.value("unsqueeze", {y1, b.ints({4})}),
                            b.value("unsqueeze", {y2, b.ints({4})})},
                           attrsOf({{"axis", int64_t(4)}}));
    parts = {b.value("reshape", {pairs, b.ints({0, 0, 0, r.turned})})};
  }
  if (r.turned < r.size)
    parts.push_back(strided(b, x, r.turned, r.size, 1));
  return parts.size() == 1 ? parts[0] : b.value("concat", parts, attrsOf({{"axis", int64_t(3)}}));
}

static int64_t lastSize(const Value *x) {
  const Type &type = x->type();
  bool known = type.isTensor() && type.isRanked() && type.rank() > 0;
  return known && type.dim(type.rank() - 1).isStatic() ? type.dim(type.rank() - 1).size() : 0;
}

/// What the shapes and attributes say; nothing, with a report, if they do not fit.
static std::optional<Rotation> takeRotation(RuleBuilder &b) {
  int64_t cached = lastSize(b.in(Cos)), width = lastSize(b.in(X));
  Rotation r{b.take<int64_t>("num_heads", 0), 0, b.take<int64_t>("rotary_embedding_dim", 0),
             b.take<int64_t>("interleaved", 0) != 0};
  bool given = r.turned > 0;
  if (!given)
    r.turned = cached > INT32_MAX ? 0 : 2 * cached;
  if (b.rank(X) == 4)
    r.size = width;
  else
    r.size = !given ? r.turned : r.heads > 0 ? width / r.heads : 0;
  bool fits = r.turned > 0 && r.turned % 2 == 0 && r.turned / 2 == cached && r.size >= r.turned &&
              width % r.size == 0;
  if (!fits) {
    b.error() << "x " << b.in(X)->type().str() << " and cache " << b.in(Cos)->type().str()
              << " do not fit num_heads and rotary_embedding_dim";
    return std::nullopt;
  }
  r.heads = width / r.size;
  return r;
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
  auto rotation = takeRotation(b);
  if (!rotation)
    return failure();
  auto swapped = [&](Value *x) {
    return b.value("transpose", {x}, attrsOf({{"perm", Attribute::Ints{0, 2, 1, 3}}}));
  };
  if (heads) {
    b.result(0, swapped(rotate(b, swapped(b.in(X)), *rotation)));
    return success();
  }
  Value *x = b.value("reshape", {b.in(X), b.ints({0, 0, rotation->heads, rotation->size})});
  Value *y = rotate(b, x, *rotation);
  b.result(0, b.value("reshape", {y, b.ints({0, 0, rotation->heads * rotation->size})}));
  return success();
}

} // namespace fixcon

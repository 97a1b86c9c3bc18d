#include "Rotation.h"

namespace fixcon {

int64_t lastSize(const Value *x) {
  const Type &type = x->type();
  bool known = type.isTensor() && type.isRanked() && type.rank() > 0;
  return known && type.dim(type.rank() - 1).isStatic() ? type.dim(type.rank() - 1).size() : 0;
}

/// Numbers of x from `from` to `to` of the last axis, each `step`-th.
static Value *strided(RuleBuilder &b, Value *x, int64_t from, int64_t to, int64_t step) {
  return b.value("slice", {x, b.ints({from}), b.ints({to}), b.ints({3}), b.ints({step})});
}

/// y1 and y2 as pairs of neighbours: [B, S, N, 2 * half].
static Value *interleave(RuleBuilder &b, Value *y1, Value *y2, int64_t turned) {
  std::vector<Value *> columns{b.value("unsqueeze", {y1, b.ints({4})}),
                               b.value("unsqueeze", {y2, b.ints({4})})};
  Value *pairs = b.value("concat", std::move(columns), attrsOf({{"axis", int64_t(4)}}));
  return b.value("reshape", {pairs, b.ints({0, 0, 0, turned})});
}

Value *rotated(RuleBuilder &b, Value *x, Value *positions, Value *cosines, Value *sines,
               const Rotation &r) {
  auto entries = [&](Value *cache) {
    return b.value("unsqueeze", {b.value("gather", {cache, positions}), b.ints({2})});
  };
  Value *cos = entries(cosines), *sin = entries(sines);
  int64_t half = r.turned / 2;
  Value *x1 = r.interleaved ? strided(b, x, 0, r.turned, 2) : strided(b, x, 0, half, 1);
  Value *x2 = r.interleaved ? strided(b, x, 1, r.turned, 2) : strided(b, x, half, r.turned, 1);
  auto turned = [&](const char *op, Value *a, Value *c) {
    return b.value(op, {b.value("mul", {a, cos}), b.value("mul", {c, sin})});
  };
  Value *y1 = turned("sub", x1, x2), *y2 = turned("add", x2, x1);
  std::vector<Value *> parts{y1, y2};
  if (r.interleaved)
    parts = {interleave(b, y1, y2, r.turned)};
  if (r.turned < r.size)
    parts.push_back(strided(b, x, r.turned, r.size, 1));
  return parts.size() == 1 ? parts[0] : b.value("concat", parts, attrsOf({{"axis", int64_t(3)}}));
}

} // namespace fixcon

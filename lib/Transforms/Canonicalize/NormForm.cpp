// d = x - reduce_mean(x),  d / sqrt(reduce_mean(d * d) + epsilon)   ->   layer_normalization(x, 1)
//                          x / sqrt(reduce_mean(x * x) + epsilon)   ->   rms_normalization(x, 1)
//
// where all means are over the same axes of known size. Axes that are not the last ones are moved
// there and back by transposes.
#include "Canonicalize/Support/Permutation.h"

#include <algorithm>

namespace fixcon {
namespace {

/// The axes that `reduce` averages over and keeps as 1, in order.
std::optional<Attribute::Ints> reducedAxes(const Op &reduce) {
  auto rank = rankOf(reduce.operand(0));
  auto axes = constantInts(reduce.operand(1));
  if (!rank || !axes || axes->empty() || effectiveInt(reduce, "keepdims") == 0)
    return std::nullopt;
  for (int64_t &axis : *axes)
    axis += axis < 0 ? *rank : 0;
  std::ranges::sort(*axes);
  bool valid = axes->front() >= 0 && axes->back() < *rank &&
               std::ranges::adjacent_find(*axes) == axes->end();
  return valid ? axes : std::nullopt;
}

/// The permutation that leaves `axes` as the last ones.
Attribute::Ints withLast(const Attribute::Ints &axes, int64_t rank) {
  Attribute::Ints perm;
  for (int64_t i = 0; i < rank; ++i)
    if (!std::ranges::binary_search(axes, i))
      perm.push_back(i);
  perm.insert(perm.end(), axes.begin(), axes.end());
  return perm;
}

struct Pattern {
  Op *root = nullptr, *sum = nullptr, *variance = nullptr, *square = nullptr;
  double epsilon = 0;
  Attribute::Ints axes;
};

/// sqrt(reduce_mean(d * d) + epsilon).
std::optional<Pattern> deviationOf(const Value *value, const Value *d) {
  Pattern p;
  p.root = producer(value, "sqrt");
  p.sum = p.root ? producer(p.root->operand(0), "add") : nullptr;
  auto epsilon = p.sum ? constantScalar(p.sum->operand(1)) : std::nullopt;
  p.variance = epsilon ? producer(p.sum->operand(0), "reduce_mean") : nullptr;
  p.square = p.variance ? producer(p.variance->operand(0), "mul") : nullptr;
  if (!p.square || p.square->operand(0) != d || p.square->operand(1) != d)
    return std::nullopt;
  auto axes = reducedAxes(*p.variance);
  if (!axes)
    return std::nullopt;
  p.epsilon = *epsilon;
  p.axes = std::move(*axes);
  return p;
}

/// reduce_mean(x) over the same axes, if d = x - that.
Op *meanIn(const Op *difference, const Attribute::Ints &axes) {
  Op *mean = difference ? producer(difference->operand(1), "reduce_mean") : nullptr;
  bool same = mean && mean->operand(0) == difference->operand(0) && reducedAxes(*mean) == axes;
  return same ? mean : nullptr;
}

std::optional<Shape> sizesOf(const Value *x, const Attribute::Ints &axes) {
  Shape shape;
  for (int64_t axis : axes) {
    const Dim &dim = x->type().dim(static_cast<size_t>(axis));
    if (!dim.isStatic())
      return std::nullopt;
    shape.push_back(dim.size());
  }
  return shape;
}

} // namespace

bool canonicalizeNormForm(Op &op) {
  Value *d = op.operand(0);
  auto p = deviationOf(op.operand(1), d);
  if (!p || !(op.result()->type() == d->type()))
    return false;
  Op *difference = producer(d, "sub");
  Op *mean = meanIn(difference, p->axes);
  Value *x = mean ? difference->operand(0) : d;
  auto shape = sizesOf(x, p->axes);
  auto count = shape ? elementCount(*shape) : std::nullopt;
  constexpr int64_t maxParameters = 1 << 24;
  if (!count || *count > maxParameters || !(x->type() == op.result()->type()))
    return false;
  Rewriter b(op, {mean, mean ? difference : nullptr, p->square, p->variance, p->sum, p->root});
  std::vector<double> ones(static_cast<size_t>(*count), 1.0);
  Value *scale = b.constant(tensorOf(x->type().dtype(), *shape, ones));
  auto rank = static_cast<int64_t>(x->type().rank());
  Attribute::Ints perm = withLast(p->axes, rank);
  AttrDict attrs =
      attrsOf({{"axis", rank - static_cast<int64_t>(p->axes.size())}, {"epsilon", p->epsilon}});
  const char *name = mean ? "layer_normalization" : "rms_normalization";
  Value *normal = b.value(name, {transposed(b, x, perm), scale}, attrs);
  return b.replaceRoot(transposed(b, normal, inverse(perm)));
}

} // namespace fixcon

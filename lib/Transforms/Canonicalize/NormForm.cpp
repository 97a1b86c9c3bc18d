// d = x - reduce_mean(x),  d / sqrt(reduce_mean(d * d) + epsilon)   ->   layer_normalization(x, 1)
//                          x / sqrt(reduce_mean(x * x) + epsilon)   ->   rms_normalization(x, 1)
//
// where all means are over the same trailing axes of known size.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {
namespace {

/// The first of the trailing axes that `reduce` averages over.
std::optional<int64_t> trailingAxis(const Op &reduce) {
  auto rank = rankOf(reduce.operand(0));
  auto axes = constantInts(reduce.operand(1));
  if (!rank || !axes || axes->empty() || effectiveInt(reduce, "keepdims") == 0)
    return std::nullopt;
  int64_t first = *rank - static_cast<int64_t>(axes->size());
  for (size_t i = 0; i < axes->size(); ++i)
    if ((*axes)[i] != first + static_cast<int64_t>(i))
      return std::nullopt;
  return first;
}

struct Pattern {
  Op *root = nullptr, *sum = nullptr, *variance = nullptr, *square = nullptr;
  double epsilon = 0;
  int64_t axis = 0;
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
  auto axis = trailingAxis(*p.variance);
  if (!axis)
    return std::nullopt;
  p.epsilon = *epsilon;
  p.axis = *axis;
  return p;
}

/// reduce_mean(x) over the same axes, if d = x - that.
Op *meanIn(const Op *difference, int64_t axis) {
  Op *mean = difference ? producer(difference->operand(1), "reduce_mean") : nullptr;
  bool same = mean && mean->operand(0) == difference->operand(0) && trailingAxis(*mean) == axis;
  return same ? mean : nullptr;
}

std::optional<Shape> trailingShape(const Value *x, int64_t axis) {
  Shape shape;
  for (auto i = static_cast<size_t>(axis); i < x->type().rank(); ++i) {
    if (!x->type().dim(i).isStatic())
      return std::nullopt;
    shape.push_back(x->type().dim(i).size());
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
  Op *mean = meanIn(difference, p->axis);
  Value *x = mean ? difference->operand(0) : d;
  auto shape = trailingShape(x, p->axis);
  auto count = shape ? elementCount(*shape) : std::nullopt;
  constexpr int64_t mostParameters = 1 << 24;
  if (!count || *count > mostParameters || !(x->type() == op.result()->type()))
    return false;
  Rewriter b(op, {mean, mean ? difference : nullptr, p->square, p->variance, p->sum, p->root});
  std::vector<double> ones(static_cast<size_t>(*count), 1.0);
  Value *scale = b.constant(tensorOf(x->type().dtype(), *shape, ones));
  AttrDict attrs = attrsOf({{"axis", p->axis}, {"epsilon", p->epsilon}});
  return b.replaceRoot(
      b.value(mean ? "layer_normalization" : "rms_normalization", {x, scale}, attrs));
}

} // namespace fixcon

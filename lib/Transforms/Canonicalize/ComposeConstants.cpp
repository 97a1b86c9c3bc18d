// add(add(%x, c), d)   ->   add(%x, c + d)
// mul(mul(%x, c), d)   ->   mul(%x, c * d)        div(%x, c) as mul(%x, 1 / c)
//
// for float constants of one shape, or where one has a single element. Computed in f64, rounded once. The inner result
// must have no other use.
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

/// Which way the op takes its constant: sum or product, or its inverse; 0 if it is neither.
static int directionOf(const Op &op, bool isProduct) {
  return isProduct ? traitsOf(op).product : traitsOf(op).sum;
}

/// The numbers that a constant adds or multiplies by.
static std::vector<double> effectOf(const Tensor &constant, int direction, bool isProduct) {
  std::vector<double> values = constant.toDoubles();
  if (direction < 0)
    std::ranges::for_each(values, [&](double &v) { v = isProduct ? 1 / v : -v; });
  return values;
}

static std::vector<double> composed(const std::vector<double> &a, const std::vector<double> &b,
                                    bool isProduct) {
  std::vector<double> out(std::max(a.size(), b.size()));
  for (size_t i = 0; i < out.size(); ++i) {
    double x = a[a.size() == 1 ? 0 : i], y = b[b.size() == 1 ? 0 : i];
    out[i] = isProduct ? x * y : x + y;
  }
  return out;
}

bool canonicalizeComposeConstants(Op &op) {
  bool isProduct = traitsOf(op).product != 0;
  Op *inner = op.operand(0)->definingOp();
  const Tensor *d = constantOf(op.operand(1)),
               *c = inner && inner->numOperands() == 2 ? constantOf(inner->operand(1)) : nullptr;
  if (!c || !d || !isFloat(c->dtype()) || c->dtype() != d->dtype() ||
      !directionOf(*inner, isProduct) || !hasOneUse(inner->result()))
    return false;
  bool fits = c->shape() == d->shape() || (c->size() == 1 && c->rank() <= d->rank()) ||
              (d->size() == 1 && d->rank() <= c->rank());
  if (!fits)
    return false;
  bool isFirst = c->size() != d->size() ? c->size() > d->size() : c->rank() > d->rank();
  const Tensor &shaped = isFirst ? *c : *d;
  std::vector<double> first = effectOf(*c, directionOf(*inner, isProduct), isProduct),
                      second = effectOf(*d, directionOf(op, isProduct), isProduct);
  auto both = foldedTensorOf(c->dtype(), shaped.shape(), composed(first, second, isProduct),
                             shaped.toDoubles());
  if (!both)
    return false;
  Rewriter b(op, {inner});
  return b.replaceRoot(
      b.value(isProduct ? "mul" : "add",
              {inner->operand(0), b.folded(std::move(*both), {inner->operand(1), op.operand(1)})}));
}

} // namespace fixcon

// REDUCE_PROD: factors one after another, each product scaled so that the last one is on the grid of the result.
#include "Kernel.h"

#include "Definition/Axis.h"

#include <cmath>

namespace fixcon {

namespace {
struct ProductAttrs : KernelAttrs {
  Attribute::Ints axes;
  template <class V> void visit(V &v) {
    KernelAttrs::visit(v);
    v("axes", axes);
  }
};
} // namespace

static LogicalResult evalProduct(EvalContext &context) {
  auto attrs = context.attrs<ProductAttrs>();
  KernelRun run(context, attrs);
  const Shape &from = run.shape(1);
  Shape kept = from;
  int64_t factors = 1;
  for (int64_t axis : attrs.axes) {
    auto at = resolveAxis(axis, from.size());
    if (!at)
      return context.error() << "axis " << axis << " is none";
    factors *= kept[*at];
    kept[*at] = 1;
  }
  double root =
      std::pow(static_cast<double>(run.resultScale()), 1.0 / static_cast<double>(factors));
  FixedPoint scale = FixedPoint::of(static_cast<double>(run.scale(1)) / root);
  Shape strides = stridesOf(from), to = stridesOf(kept);
  std::vector<int64_t> x = run.centred(1), y(static_cast<size_t>(context.in(0).size()));
  std::vector<bool> begun(y.size(), false);
  for (size_t i = 0; i < x.size(); ++i) {
    int64_t at = 0;
    for (size_t d = 0; d < from.size(); ++d)
      at += kept[d] == 1 ? 0 : static_cast<int64_t>(i) / strides[d] % from[d] * to[d];
    auto place = static_cast<size_t>(at);
    y[place] = begun[place] ? scaledWide(y[place] * x[i], scale) : x[i];
    begun[place] = true;
  }
  for (int64_t &q : y)
    q = run.bounded(scaledWide(q, scale) + run.resultZero());
  run.give(y);
  return success();
}

OpDef defineKernelProduct() {
  return kernelOp("kernel_product", "The integers of REDUCE_PROD.", {"x"})
      .attrs<ProductAttrs>()
      .reference(evalProduct);
}

} // namespace fixcon

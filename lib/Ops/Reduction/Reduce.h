// What the reductions share: axes from an optional operand, the shape rule, and the walk over the
// elements that fall together.
#pragma once

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

struct ReduceAttrs {
  int64_t keepdims = 1, noopWithEmptyAxes = 0;
  template <class V> void visit(V &v) {
    v("keepdims", keepdims);
    v("noop_with_empty_axes", noopWithEmptyAxes);
  }
};

/// The offsets at which a reduction reads: element r of result i lies at starts[i] + steps[r].
struct ReduceOffsets {
  std::vector<int64_t> starts, steps;
  ReduceOffsets(const Shape &shape, const std::vector<bool> &reduced);
};

/// The axes that are reduced on concrete operands that the shape rule accepted.
std::vector<bool> reducedAxes(const EvalContext &context);

/// One reduction of doubles (floats and, for the means and norms, small integers): `elements(r)`
/// gives the r-th of `count`.
struct ReduceElements {
  const double *data;
  const int64_t *steps;
  int64_t count;
  double operator()(int64_t r) const { return data[steps[r]]; }
};

/// A reduction op by its function over doubles. Integers are computed in doubles and truncated; one
/// beyond 2^53 is an error.
OpDef reduceOp(const std::string &name, const std::string &summary,
               double (*reduce)(const ReduceElements &elements));

/// A reduction op by a left fold that is exact in the element type: T starts from `first<T>()` and
/// `step` takes the next element.
template <class Fold> OpDef foldOp(const std::string &name, const std::string &summary);

LogicalResult inferReduce(InferContext &context, const std::string &label);

template <class Fold> LogicalResult evalFold(EvalContext &context) {
  const Tensor &x = context.in(0);
  ReduceOffsets offsets(x.shape(), reducedAxes(context));
  bool known = withArithmeticType(x.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    auto from = x.data<T>();
    auto to = context.out().template mutableData<T>();
    for (size_t i = 0; i < to.size(); ++i) {
      T value = Fold::template first<T>();
      for (int64_t step : offsets.steps)
        value = Fold::step(value, from[static_cast<size_t>(offsets.starts[i] + step)]);
      to[i] = value;
    }
  });
  if (!known)
    return context.error() << "no reduction of " << fixcon::name(x.dtype());
  return success();
}

/// The part of a definition that all reductions have.
OpDef reduceForm(const std::string &name, const std::string &summary);

template <class Fold> OpDef foldOp(const std::string &name, const std::string &summary) {
  return std::move(reduceForm(name, summary).reference(evalFold<Fold>));
}

} // namespace fixcon

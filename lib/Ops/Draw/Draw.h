// What ops that draw random numbers share. A run draws the same numbers every time: from the op's
// own seed if it has one, else from the run's.
#pragma once

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

/// The generator of one run of the op.
Random generatorFor(const EvalContext &context, std::optional<double> seed);

struct Normal {
  double mean = 0, scale = 1;
  template <class V> void visit(V &v) {
    v("mean", mean);
    v("scale", scale);
  }
  double operator()(Random &random) const { return mean + scale * random.normal(); }
};

struct Uniform {
  double high = 1, low = 0;
  template <class V> void visit(V &v) {
    v("high", high);
    v("low", low);
  }
  double operator()(Random &random) const { return random.uniform(low, high); }
};

/// The dims are an attribute.
template <class Distribution> struct DrawAttrs {
  DType dtype = DType::F32;
  Distribution distribution;
  std::optional<double> seed;
  std::optional<Attribute::Ints> shape;
  template <class V> void visit(V &v) {
    v("dtype", dtype);
    distribution.visit(v);
    v("seed", seed);
    v("shape", shape);
  }
};

/// The dims are those of the operand.
template <class Distribution> struct DrawLikeAttrs {
  std::optional<DType> dtype; ///< absent: the operand's
  Distribution distribution;
  std::optional<double> seed;
  template <class V> void visit(V &v) {
    v("dtype", dtype);
    distribution.visit(v);
    v("seed", seed);
  }
};

/// Result 0 has the dims that an attribute lists and the dtype, a float.
/// Labels: <op>_c1 no float, <op>_c2 the shape is missing or negative.
LogicalResult inferDrawn(InferContext &context, const std::optional<Attribute::Ints> &shape,
                         DType dtype);

/// Result 0 has the dims of operand 0, and its dtype if the attribute is absent.
/// Labels: <op>_c1 no float, <op>_c2 the operand is no tensor.
LogicalResult inferDrawnLike(InferContext &context, std::optional<DType> dtype);

/// Each element of result 0, a tensor of floats, is drawn from the distribution.
template <class Attrs> LogicalResult evalDrawn(EvalContext &context) {
  auto attrs = context.attrs<Attrs>();
  Random random = generatorFor(context, attrs.seed);
  for (double &value : context.out().template mutableData<double>())
    value = attrs.distribution(random);
  return success();
}

/// An op that draws a tensor of the dims that an attribute lists.
template <class Distribution> OpDef drawOp(const std::string &name, const std::string &summary) {
  using Attrs = DrawAttrs<Distribution>;
  OpDef def(name);
  def.summary(summary).attrs<Attrs>().reference(evalDrawn<Attrs>).nondeterministic();
  return std::move(def.infer([](InferContext &context) {
    auto attrs = context.attrs<Attrs>();
    return inferDrawn(context, attrs.shape, attrs.dtype);
  }));
}

/// An op that draws a tensor of the dims of its operand.
template <class Distribution>
OpDef drawLikeOp(const std::string &name, const std::string &summary) {
  using Attrs = DrawLikeAttrs<Distribution>;
  OpDef def(name);
  def.summary(summary).operand("input").dtypes(allTypes).attrs<Attrs>();
  def.reference(evalDrawn<Attrs>).nondeterministic();
  return std::move(def.infer(
      [](InferContext &context) { return inferDrawnLike(context, context.attrs<Attrs>().dtype); }));
}

} // namespace fixcon

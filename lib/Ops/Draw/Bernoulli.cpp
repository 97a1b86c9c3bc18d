// 1 with the probability that the operand's element is, else 0.
#include "Draw.h"

#include <algorithm>

namespace fixcon {

namespace {
struct BernoulliAttrs {
  std::optional<DType> dtype; ///< absent: the operand's
  std::optional<double> seed;
  template <class V> void visit(V &v) {
    v("dtype", dtype);
    v("seed", seed);
  }
};
} // namespace

static LogicalResult inferBernoulli(InferContext &context) {
  const Type &p = context.type(0);
  DType dtype = context.attrs<BernoulliAttrs>().dtype.value_or(p.dtype());
  if (!realTypes.has(dtype))
    return context.error("bernoulli_c2") << "element type " << name(dtype) << " is no number";
  context.setResult(0, p.isRanked() ? Type::tensor(dtype, p.dims()) : Type::unranked(dtype));
  return success();
}

static LogicalResult evalBernoulli(EvalContext &context) {
  auto probabilities = context.in(0).data<double>();
  bool sound = std::ranges::all_of(probabilities, [](double p) { return p >= 0 && p <= 1; });
  if (!sound)
    return context.error("bernoulli_c3") << "a probability is not between 0 and 1";
  Random random = generatorFor(context, context.attrs<BernoulliAttrs>().seed);
  withArithmeticType(context.out().dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    auto out = context.out().mutableData<T>();
    for (size_t i = 0; i < out.size(); ++i)
      out[i] = static_cast<T>(random.chance(probabilities[i]));
  });
  return success();
}

OpDef defineBernoulli() {
  return OpDef("bernoulli")
      .summary("Ones and zeros with given probabilities.")
      .operand("input")
      .attrs<BernoulliAttrs>()
      .infer(inferBernoulli)
      .reference(evalBernoulli)
      .nondeterministic()
      .onnx("Bernoulli", 15);
}

} // namespace fixcon

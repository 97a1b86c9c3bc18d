// SVDF of integers: the products with the feature filters go to the end of the state, whose products with the filters over time
// are summed.
#include "Kernel.h"

#include <algorithm>

namespace fixcon {

namespace {

struct SVDFAttrs : KernelAttrs {
  int64_t rank = 1;
  template <class V> void visit(V &v) {
    KernelAttrs::visit(v);
    v("rank", rank);
  }
};

enum Operand : unsigned { Meant, X, Features, Time, Bias, State };

LogicalResult evalSVDF(EvalContext &context) {
  auto attrs = context.attrs<SVDFAttrs>();
  KernelRun run(context, attrs);
  std::vector<int64_t> x = run.centred(X), features = run.centred(Features),
                       time = run.centred(Time), state = run.centred(State),
                       bias = run.centred(Bias), y;
  int64_t inputs = run.shape(Features)[1], filters = run.shape(Time)[0], steps = run.shape(Time)[1];
  int64_t units = filters / attrs.rank;
  if (std::ssize(bias) != units || std::ssize(state) != run.shape(X)[0] * filters * steps)
    return context.error() << "a bias of " << bias.size() << " and a state of " << state.size()
                           << " elements";
  auto scaleTo = [&](unsigned a, unsigned b, double to) {
    return FixedPoint::of(static_cast<double>(run.scale(a)) * static_cast<double>(run.scale(b)) /
                          to);
  };
  FixedPoint intoState = scaleTo(X, Features, static_cast<double>(run.scale(State))),
             intoResult = scaleTo(State, Time, static_cast<double>(run.resultScale()));
  auto at = [](int64_t i) { return static_cast<size_t>(i); };
  for (int64_t n = 0; n < run.shape(X)[0]; ++n) {
    std::vector<int64_t> sums(at(filters));
    for (int64_t f = 0; f < filters; ++f) {
      int64_t newest = 0;
      for (int64_t i = 0; i < inputs; ++i)
        newest += x[at(n * inputs + i)] * features[at(f * inputs + i)];
      const int64_t *held = &state[at((n * filters + f) * steps)];
      for (int64_t t = 0; t + 1 < steps; ++t)
        sums[at(f)] += held[t + 1] * time[at(f * steps + t)];
      sums[at(f)] += std::clamp<int64_t>(scaledTwice(newest, intoState), INT16_MIN, INT16_MAX) *
                     time[at(f * steps + steps - 1)];
    }
    for (int64_t u = 0; u < units; ++u) {
      int64_t sum = bias[at(u)];
      for (int64_t r = 0; r < attrs.rank; ++r)
        sum += sums[at(u * attrs.rank + r)];
      y.push_back(run.bounded(scaledTwice(sum, intoResult) + run.resultZero()));
    }
  }
  run.give(y);
  return success();
}

} // namespace

OpDef defineKernelSVDF() {
  return kernelOp("kernel_svdf", "The integers of SVDF.",
                  {"x", "features", "time", "bias", "state"})
      .attrs<SVDFAttrs>()
      .reference(evalSVDF);
}

} // namespace fixcon

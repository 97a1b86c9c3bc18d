// For each row of unnormalised log-probabilities, samples of the columns.
#include "Draw.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {
struct MultinomialAttrs {
  DType dtype = DType::I32;
  int64_t sampleSize = 1;
  std::optional<double> seed;
  template <class V> void visit(V &v) {
    v("dtype", dtype);
    v("sample_size", sampleSize);
    v("seed", seed);
  }
};
} // namespace

static LogicalResult inferMultinomial(InferContext &context) {
  const Type &x = context.type(0);
  bool matrix = !x.isRanked() || x.rank() == 2;
  if (!matrix || (x.isRanked() && x.dim(1) == Dim(0)))
    return context.error("multinomial_c1") << "the log-probabilities have type " << x.str();
  auto attrs = context.attrs<MultinomialAttrs>();
  if (attrs.dtype != DType::I32 && attrs.dtype != DType::I64)
    return context.error("multinomial_c2") << "element type " << name(attrs.dtype);
  if (attrs.sampleSize < 0)
    return context.error("multinomial_c3") << attrs.sampleSize << " samples";
  context.setResult(
      0, Type::tensor(attrs.dtype, Dims{x.isRanked() ? x.dim(0) : Dim(), Dim(attrs.sampleSize)}));
  return success();
}

/// Running sums of the probabilities up to a factor; nullopt if there are none.
static std::optional<std::vector<double>> cumulated(std::span<const double> logs) {
  double highest = *std::ranges::max_element(logs);
  std::vector<double> sums;
  double sum = 0;
  for (double log : logs)
    sums.push_back(sum += std::exp(log - highest));
  if (!std::isfinite(sum))
    return std::nullopt;
  return sums;
}

static LogicalResult evalMultinomial(EvalContext &context) {
  auto attrs = context.attrs<MultinomialAttrs>();
  const Tensor &x = context.in(0);
  auto classes = static_cast<size_t>(x.shape()[1]);
  Random random = generatorFor(context, attrs.seed);
  std::vector<int64_t> samples;
  for (size_t row = 0; row < static_cast<size_t>(x.shape()[0]); ++row) {
    auto sums = cumulated(x.data<double>().subspan(row * classes, classes));
    if (!sums)
      return context.error("multinomial_c4") << "row " << row << " has no probabilities";
    for (int64_t i = 0; i < attrs.sampleSize; ++i) {
      auto found = std::ranges::upper_bound(*sums, random.uniform() * sums->back());
      samples.push_back(std::min(found - sums->begin(), std::ptrdiff_t(classes) - 1));
    }
  }
  context.out() = Tensor::of(context.out().shape(), samples).converted(context.out().dtype());
  return success();
}

OpDef defineMultinomial() {
  return OpDef("multinomial")
      .summary("Samples of the columns of a matrix of log-probabilities.")
      .operand("input")
      .attrs<MultinomialAttrs>()
      .infer(inferMultinomial)
      .reference(evalMultinomial)
      .nondeterministic()
      .onnx("Multinomial", 7);
}

} // namespace fixcon

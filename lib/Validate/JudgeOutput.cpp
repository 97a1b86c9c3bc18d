// A number that is not finite is equal to nothing. In the source it leaves the sample without a verdict; in the
// target alone it is a difference whatever else agrees. Sequences and optionals are compared as the
// tensors that they hold; lists of other lengths have another shape.
#include "JudgeOutput.h"

#include "fixcon/Validate/Evaluation.h"

#include <cmath>
#include <limits>

namespace fixcon {

static constexpr double infinite = std::numeric_limits<double>::infinity();

double Tolerance::excess(double source, double d) const {
  double allowed = isAsked() ? atol.value_or(0) + rtol.value_or(0) * std::fabs(source)
                             : noiseLimit * bounds.at(std::fabs(source));
  return d == 0 ? 0 : allowed > 0 ? d / allowed : infinite;
}

static Tensor realParts(const Tensor &tensor) {
  bool isDouble = tensor.dtype() == DType::C128;
  if (!isDouble && tensor.dtype() != DType::C64)
    return tensor;
  Shape shape = tensor.shape();
  shape.push_back(2);
  auto keep = std::make_shared<Tensor>(tensor);
  return Tensor::view(isDouble ? DType::F64 : DType::F32, std::move(shape), keep->bytes(), keep);
}

std::vector<Tensor> tensorsOf(const Datum &datum) {
  if (datum.isTensor())
    return {realParts(datum.tensor())};
  std::vector<Tensor> all;
  for (const Datum &element : datum.elements())
    for (Tensor &tensor : tensorsOf(element))
      all.push_back(std::move(tensor));
  return all;
}

namespace {

int64_t countNonfinite(const Tensor &tensor) {
  int64_t count = 0;
  if (!tensor.isString() && isFloat(tensor.dtype()))
    for (int64_t i = 0; i < tensor.size(); ++i)
      count += !std::isfinite(tensor.toDouble(i));
  return count;
}

int64_t countNonfinite(const std::vector<Tensor> &tensors) {
  int64_t count = 0;
  for (const Tensor &tensor : tensors)
    count += countNonfinite(tensor);
  return count;
}

void becomeFar(OutputJudgement &judgement) {
  judgement.decisionDiffers = true;
  judgement.excess = judgement.noiseUnits = infinite;
}

class Judge {
public:
  Judge(const Comparator &comparator, const Tolerance &tolerance)
      : comparator(comparator), tolerance(tolerance) {}

  OutputJudgement run(const Datum &source, const Datum &target) {
    std::vector<Tensor> a = tensorsOf(source), b = tensorsOf(target);
    out.sourceNonfinite = countNonfinite(a);
    out.targetNonfinite = countNonfinite(b);
    out.unjudged = out.sourceNonfinite > 0;
    bool sameKind = source.kind() == target.kind() && a.size() == b.size();
    out.incomparable = !sameKind || (!out.unjudged && out.targetNonfinite > 0);
    for (size_t i = 0; sameKind && i < a.size(); ++i)
      judge(a[i], b[i]);
    if (out.incomparable && !out.unjudged)
      becomeFar(out);
    return out;
  }

private:
  void judge(const Tensor &source, const Tensor &target) {
    bool sameShape = source.shape() == target.shape();
    if (source.isString() != target.isString() || (!sameShape && !comparator.takesAnyShape)) {
      out.incomparable = true;
      out.shift = classShift(source, target);
      if (source.size() != target.size() || source.isString() || target.isString())
        return;
    }
    bool finite = out.sourceNonfinite + out.targetNonfinite == 0;
    if (finite && (sameShape || comparator.takesAnyShape))
      decide(source, target);
    if (source.size() == target.size() && !source.isString())
      measure(source, target);
    else if (!source.isString())
      out.excess = out.noiseUnits = infinite;
  }

  void decide(const Tensor &source, const Tensor &target) {
    bool words = source.isString() && !comparator.isExact();
    Decision decision = (words ? comparatorNamed("exact") : &comparator)->decide(source, target);
    out.decisionDiffers |= !decision.agrees;
    out.score = std::min(out.score, decision.score);
  }

  void measure(const Tensor &source, const Tensor &target) {
    for (int64_t i = 0; i < source.size(); ++i) {
      double a = source.toDouble(i), d = std::fabs(a - target.toDouble(i));
      if (!std::isfinite(d))
        continue;
      out.maxAbs = std::max(out.maxAbs, d);
      out.errorSquares += d * d;
      out.sourceSquares += a * a;
      if (d == 0)
        continue;
      out.excess = std::max(out.excess, tolerance.excess(a, d));
      out.noiseUnits = std::max(out.noiseUnits, d / tolerance.bounds.at(std::fabs(a)));
    }
  }

  const Comparator &comparator;
  const Tolerance &tolerance;
  OutputJudgement out;
};

} // namespace

OutputJudgement judgeOutput(const Datum &source, const Datum &target, const Comparator &comparator,
                            const Tolerance &tolerance) {
  return Judge(comparator, tolerance).run(source, target);
}

OutputJudgement judgeMissing(const Datum &source) {
  OutputJudgement out;
  out.sourceNonfinite = countNonfinite(tensorsOf(source));
  out.unjudged = out.sourceNonfinite > 0;
  if (!out.unjudged) {
    out.incomparable = true;
    becomeFar(out);
  }
  return out;
}

} // namespace fixcon

// Boxes by falling score, without those that cover one that is kept by the threshold or more. With a sigma each kept box lowers
// the scores of those that overlap it, by exp(-overlap^2 / (2 sigma)). As many places as are asked for are given; those behind
// the last box that is kept hold zeros.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>
#include <cmath>
#include <queue>

namespace fixcon {

namespace {

enum Operand : unsigned { Boxes, Scores, Most, Overlap, Score, Sigma };

struct Candidate {
  int64_t box = 0;
  double score = 0;
  size_t seen = 0; ///< how many kept boxes it has been compared with
  bool operator<(const Candidate &other) const { return score < other.score; }
};

/// Of boxes by two corners.
double intersectionOverUnion(const double *a, const double *b) {
  auto span = [](const double *box, int axis) { return std::minmax(box[axis], box[axis + 2]); };
  double common = 1, areas[] = {1, 1};
  for (int axis : {0, 1}) {
    auto [aLow, aHigh] = span(a, axis);
    auto [bLow, bHigh] = span(b, axis);
    areas[0] *= aHigh - aLow;
    areas[1] *= bHigh - bLow;
    common *= std::max(0.0, std::min(aHigh, bHigh) - std::max(aLow, bLow));
  }
  return areas[0] <= 0 || areas[1] <= 0 ? 0 : common / (areas[0] + areas[1] - common);
}

LogicalResult inferSoftNonMaxSuppression(InferContext &context) {
  Dim places;
  if (const Tensor *most = context.value(Most)) {
    if (most->size() != 1 || most->toInt(0) < 0)
      return context.error("soft_non_max_suppression_c1") << "the number of boxes is no number";
    places = most->toInt(0);
  }
  context.setResult(0, Type::tensor(DType::I32, Dims{places}));
  context.setResult(1, Type::tensor(context.type(Scores).dtype(), Dims{places}));
  context.setResult(2, Type::tensor(DType::I32, Dims{}));
  return success();
}

LogicalResult evalSoftNonMaxSuppression(EvalContext &context) {
  auto boxes = context.in(Boxes).data<double>(), scores = context.in(Scores).data<double>();
  if (boxes.size() != 4 * scores.size())
    return context.error() << boxes.size() / 4 << " boxes for " << scores.size() << " scores";
  auto number = [&](unsigned i) { return context.has(i) ? context.in(i).toDouble(0) : 0; };
  double overlap = number(Overlap), least = number(Score), sigma = number(Sigma);
  int64_t most = context.in(Most).toInt(0);
  std::priority_queue<Candidate> candidates;
  for (size_t i = 0; i < scores.size(); ++i)
    if (scores[i] > least)
      candidates.push({static_cast<int64_t>(i), scores[i]});
  std::vector<Candidate> kept;
  StopCheck stop;
  while (std::ssize(kept) < most && !candidates.empty()) {
    Candidate next = candidates.top();
    candidates.pop();
    double before = next.score;
    bool covers = false;
    for (size_t j = kept.size(); j > next.seen && !covers && next.score > least; --j) {
      double shared = intersectionOverUnion(&boxes[static_cast<size_t>(next.box) * 4],
                                            &boxes[static_cast<size_t>(kept[j - 1].box) * 4]);
      covers = shared >= overlap;
      if (sigma > 0 && !covers)
        next.score *= std::exp(-0.5 / sigma * shared * shared);
    }
    stop.after(static_cast<int64_t>(kept.size()));
    next.seen = kept.size();
    if (!covers && next.score == before)
      kept.push_back(next);
    else if (!covers && next.score > least)
      candidates.push(next);
  }
  std::vector<int32_t> indices(static_cast<size_t>(most));
  std::vector<double> values(indices.size());
  for (size_t i = 0; i < kept.size(); ++i) {
    indices[i] = static_cast<int32_t>(kept[i].box);
    values[i] = kept[i].score;
  }
  context.out(0) = Tensor::of({most}, indices);
  context.out(1) = Tensor::of({most}, values);
  context.out(2) = Tensor::scalar(static_cast<int32_t>(kept.size()));
  return success();
}

} // namespace

OpDef defineSoftNonMaxSuppression() {
  return OpDef("soft_non_max_suppression")
      .summary("Keeps the best of overlapping boxes, or lowers the scores of the others.")
      .operand("boxes")
      .operand("scores")
      .operand("max_output_size", Role::Hyperparameter)
      .dtypes(integerTypes, {"max_output_size"})
      .optional("iou_threshold", Role::Hyperparameter)
      .optional("score_threshold", Role::Hyperparameter)
      .optional("sigma", Role::Hyperparameter)
      .results(3, 3)
      .infer(inferSoftNonMaxSuppression)
      .reference(evalSoftNonMaxSuppression);
}

} // namespace fixcon

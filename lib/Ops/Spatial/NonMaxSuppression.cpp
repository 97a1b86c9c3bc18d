// Of overlapping boxes the one with the highest score is kept, for each sample and class. The
// result lists [sample, class, box] of those kept, by falling score, of equal scores the first box.
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>

namespace fixcon {

namespace {

struct NonMaxSuppressionAttrs {
  int64_t centerPointBox = 0;
  template <class V> void visit(V &v) { v("center_point_box", centerPointBox); }
};

/// Corners with low <= high.
struct Box {
  double y0, x0, y1, x1;
  double area() const { return (y1 - y0) * (x1 - x0); }
};

} // namespace

/// Four numbers: two opposite corners as y, x, y, x; or center and size as x, y, width, height.
static Box boxAt(const double *at, bool centered) {
  if (centered)
    return {at[1] - at[3] / 2, at[0] - at[2] / 2, at[1] + at[3] / 2, at[0] + at[2] / 2};
  return {std::min(at[0], at[2]), std::min(at[1], at[3]), std::max(at[0], at[2]),
          std::max(at[1], at[3])};
}

static double intersectionOverUnion(const Box &a, const Box &b) {
  double height = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  double width = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  if (!(height > 0) || !(width > 0) || !(a.area() > 0) || !(b.area() > 0))
    return 0;
  return height * width / (a.area() + b.area() - height * width);
}

static LogicalResult inferNonMaxSuppression(InferContext &context) {
  const Type &boxes = context.type(0), &scores = context.type(1);
  if (boxes.isRanked() && scores.isRanked() &&
      (boxes.rank() != 3 || scores.rank() != 3 || clash(boxes.dim(2), 4) ||
       clash(boxes.dim(0), scores.dim(0)) || clash(boxes.dim(1), scores.dim(2))))
    return context.error("non_max_suppression_c1")
           << "boxes " << boxes.str() << " for scores " << scores.str();
  for (unsigned i = 2; i < context.numOperands(); ++i)
    if (context.has(i) && context.type(i).isStatic() && elementCount(context.type(i).shape()) != 1)
      return context.error("non_max_suppression_c2") << "operand " << i << " is not one number";
  context.setResult(0, Type::tensor(DType::I64, Dims{Dim(), 3}));
  return success();
}

/// Indices of the boxes of one sample that one class keeps.
static std::vector<int64_t> keep(const std::vector<Box> &boxes, const double *scores, int64_t most,
                                 double overlap, const Tensor *threshold) {
  std::vector<int64_t> candidates, kept;
  for (size_t i = 0; i < boxes.size(); ++i)
    if (!threshold || scores[i] > threshold->toDouble(0))
      candidates.push_back(static_cast<int64_t>(i));
  // Of equal scores the first box comes first.
  std::sort(candidates.begin(), candidates.end(), [&](int64_t a, int64_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  StopCheck stop;
  for (int64_t candidate : candidates) {
    stop.after(static_cast<int64_t>(kept.size()));
    if (static_cast<int64_t>(kept.size()) >= most)
      break;
    bool alone = std::none_of(kept.begin(), kept.end(), [&](int64_t other) {
      return intersectionOverUnion(boxes[static_cast<size_t>(candidate)],
                                   boxes[static_cast<size_t>(other)]) > overlap;
    });
    if (alone)
      kept.push_back(candidate);
  }
  return kept;
}

static LogicalResult evalNonMaxSuppression(EvalContext &context) {
  bool centered = context.attrs<NonMaxSuppressionAttrs>().centerPointBox != 0;
  const Tensor &boxes = context.in(0), &scores = context.in(1);
  int64_t samples = scores.shape()[0], classes = scores.shape()[1], count = scores.shape()[2];
  int64_t most = context.has(2) ? context.in(2).toInt(0) : 0;
  double overlap = context.has(3) ? context.in(3).toDouble(0) : 0;
  std::vector<int64_t> selected;
  for (int64_t n = 0; n < samples; ++n) {
    std::vector<Box> all;
    for (int64_t i = 0; i < count; ++i)
      all.push_back(boxAt(boxes.data<double>().data() + (n * count + i) * 4, centered));
    for (int64_t c = 0; c < classes; ++c) {
      const double *classScores = scores.data<double>().data() + (n * classes + c) * count;
      for (int64_t box :
           keep(all, classScores, most, overlap, context.has(4) ? &context.in(4) : nullptr))
        selected.insert(selected.end(), {n, c, box});
    }
  }
  context.out() = Tensor::of({static_cast<int64_t>(selected.size() / 3), 3}, selected);
  return success();
}

OpDef defineNonMaxSuppression() {
  return OpDef("non_max_suppression")
      .summary("Keeps the best of overlapping boxes.")
      .operand("boxes")
      .operand("scores")
      .optional("max_output_boxes_per_class", Role::Hyperparameter)
      .optional("iou_threshold", Role::Hyperparameter)
      .optional("score_threshold", Role::Hyperparameter)
      .attrs<NonMaxSuppressionAttrs>()
      .infer(inferNonMaxSuppression)
      .reference(evalNonMaxSuppression)
      .onnx("NonMaxSuppression", 10);
}

} // namespace fixcon

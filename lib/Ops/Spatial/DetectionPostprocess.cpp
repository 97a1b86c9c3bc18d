// What detectors with anchors end in: boxes are decoded from their anchors, and the best are kept, those that overlap a better one
// by more than a threshold left out - of each class by itself (regular), or of all by the best class of each box.
//
//   centre = encoding / scale * size of the anchor + its centre,  size = exp(encoding / scale) * size of the anchor
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace fixcon {

namespace {

struct DetectionAttrs {
  int64_t maxDetections = 0, maxClassesPerDetection = 1, detectionsPerClass = 100, numClasses = 0;
  bool regular = false;
  double scoreThreshold = 0, iouThreshold = 0, yScale = 1, xScale = 1, hScale = 1, wScale = 1;
  template <class V> void visit(V &v) {
    v("detections_per_class", detectionsPerClass);
    v("h_scale", hScale);
    v("max_classes_per_detection", maxClassesPerDetection);
    v("max_detections", maxDetections);
    v("nms_iou_threshold", iouThreshold);
    v("nms_score_threshold", scoreThreshold);
    v("num_classes", numClasses);
    v("use_regular_nms", regular);
    v("w_scale", wScale);
    v("x_scale", xScale);
    v("y_scale", yScale);
  }
};

using Box = std::array<double, 4>; ///< y, x of two corners

struct Detection {
  size_t box = 0;
  int64_t category = 0;
  double score = 0;
};

LogicalResult inferDetection(InferContext &context) {
  auto attrs = context.attrs<DetectionAttrs>();
  constexpr int64_t most = 1 << 20;
  bool fits = attrs.maxDetections > 0 && attrs.maxDetections <= most &&
              attrs.maxClassesPerDetection > 0 && attrs.maxClassesPerDetection <= most &&
              attrs.numClasses > 0;
  for (unsigned i = 0; i < 3 && fits; ++i)
    fits = !context.isRanked(i) || context.type(i).rank() == (i == 2 ? 2U : 3U);
  if (!fits)
    return context.error("detection_postprocess_c1") << "no boxes, classes or detections to keep";
  DType dtype = context.type(0).dtype();
  int64_t places = attrs.maxDetections * attrs.maxClassesPerDetection;
  context.setResult(0, Type::tensor(dtype, Shape{1, places, 4}));
  for (unsigned i : {1U, 2U})
    context.setResult(i, Type::tensor(dtype, Shape{1, places}));
  context.setResult(3, Type::tensor(dtype, Shape{1}));
  return success();
}

std::vector<Box> decoded(const EvalContext &context, const DetectionAttrs &attrs) {
  const Tensor &encodings = context.in(0), &anchors = context.in(2);
  int64_t count = anchors.shape()[0], width = encodings.shape()[2], own = anchors.shape()[1];
  std::vector<Box> boxes;
  for (int64_t i = 0; i < count; ++i) {
    const double *e = encodings.data<double>().data() + i * width,
                 *a = anchors.data<double>().data() + i * own;
    double y = e[0] / attrs.yScale * a[2] + a[0], x = e[1] / attrs.xScale * a[3] + a[1];
    double h = std::exp(e[2] / attrs.hScale) * a[2] / 2,
           w = std::exp(e[3] / attrs.wScale) * a[3] / 2;
    boxes.push_back({y - h, x - w, y + h, x + w});
  }
  return boxes;
}

double overlap(const Box &a, const Box &b) {
  double areas[] = {(a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1])};
  if (areas[0] <= 0 || areas[1] <= 0)
    return 0;
  double height = std::min(a[2], b[2]) - std::max(a[0], b[0]),
         width = std::min(a[3], b[3]) - std::max(a[1], b[1]);
  double common = std::max(height, 0.0) * std::max(width, 0.0);
  return common / (areas[0] + areas[1] - common);
}

/// The boxes that are kept, by falling score.
std::vector<size_t> kept(const std::vector<Box> &boxes, const std::vector<double> &scores,
                         const DetectionAttrs &attrs, int64_t most) {
  std::vector<size_t> order, chosen;
  for (size_t i = 0; i < scores.size(); ++i)
    if (scores[i] >= attrs.scoreThreshold)
      order.push_back(i);
  std::ranges::stable_sort(order, [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  for (size_t i : order) {
    if (std::ssize(chosen) >= most)
      break;
    if (std::ranges::none_of(chosen, [&](size_t other) {
          return overlap(boxes[other], boxes[i]) > attrs.iouThreshold;
        }))
      chosen.push_back(i);
  }
  return chosen;
}

/// The score of a box for a class; what stands in front of the classes is the background.
class Scores {
public:
  Scores(const Tensor &scores, int64_t classes)
      : data(scores.data<double>()), width(scores.shape()[2]), first(width - classes) {}
  double at(size_t box, int64_t category) const {
    return data[box * static_cast<size_t>(width) + static_cast<size_t>(first + category)];
  }

private:
  std::span<const double> data;
  int64_t width, first;
};

std::vector<Detection> byClass(const std::vector<Box> &boxes, const Scores &scores,
                               const DetectionAttrs &attrs) {
  std::vector<Detection> found;
  for (int64_t c = 0; c < attrs.numClasses; ++c) {
    std::vector<double> own;
    for (size_t i = 0; i < boxes.size(); ++i)
      own.push_back(scores.at(i, c));
    for (size_t i :
         kept(boxes, own, attrs, std::min(attrs.detectionsPerClass, attrs.maxDetections)))
      found.push_back({i, c, own[i]});
    std::ranges::stable_sort(found, std::greater(), &Detection::score);
    found.resize(std::min(found.size(), static_cast<size_t>(attrs.maxDetections)));
  }
  return found;
}

std::vector<Detection> byBestClass(const std::vector<Box> &boxes, const Scores &scores,
                                   const DetectionAttrs &attrs) {
  std::vector<std::vector<int64_t>> orders;
  std::vector<double> best;
  for (size_t i = 0; i < boxes.size(); ++i) {
    std::vector<int64_t> order(static_cast<size_t>(attrs.numClasses));
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(
        order, [&](int64_t a, int64_t b) { return scores.at(i, a) > scores.at(i, b); });
    best.push_back(scores.at(i, order.front()));
    orders.push_back(std::move(order));
  }
  std::vector<Detection> found;
  int64_t each = std::min(attrs.maxClassesPerDetection, attrs.numClasses);
  for (size_t i : kept(boxes, best, attrs, attrs.maxDetections))
    for (int64_t k = 0; k < attrs.maxClassesPerDetection; ++k) {
      int64_t category = k < each ? orders[i][static_cast<size_t>(k)] : 0;
      found.push_back({i, category, k < each ? scores.at(i, category) : 0});
    }
  return found;
}

LogicalResult evalDetection(EvalContext &context) {
  auto attrs = context.attrs<DetectionAttrs>();
  int64_t count = context.in(2).shape()[0];
  const Shape &encodings = context.in(0).shape(), &predictions = context.in(1).shape();
  if (encodings[1] != count || predictions[1] != count || encodings[2] < 4 ||
      context.in(2).shape()[1] < 4 || predictions[2] < attrs.numClasses || encodings[0] != 1 ||
      predictions[0] != 1)
    return context.error() << str(encodings) << " encodings and " << str(predictions)
                           << " scores of " << count << " anchors";
  std::vector<Box> boxes = decoded(context, attrs);
  Scores scores(context.in(1), attrs.numClasses);
  std::vector<Detection> found =
      attrs.regular ? byClass(boxes, scores, attrs) : byBestClass(boxes, scores, attrs);
  auto places = context.out(0).mutableData<double>(),
       classes = context.out(1).mutableData<double>(),
       values = context.out(2).mutableData<double>();
  for (size_t k = 0; k < std::min(found.size(), values.size()); ++k) {
    std::ranges::copy(boxes[found[k].box], places.begin() + static_cast<std::ptrdiff_t>(4 * k));
    classes[k] = static_cast<double>(found[k].category);
    values[k] = found[k].score;
  }
  int64_t each = attrs.regular ? 1 : attrs.maxClassesPerDetection;
  context.out(3).mutableData<double>()[0] = static_cast<double>(std::ssize(found) / each);
  return success();
}

} // namespace

OpDef defineDetectionPostprocess() {
  return OpDef("detection_postprocess")
      .summary("The boxes that a detector finds, by their anchors.")
      .operand("box_encodings")
      .operand("class_predictions")
      .operand("anchors")
      .results(4, 4)
      .attrs<DetectionAttrs>()
      .infer(inferDetection)
      .reference(evalDetection);
}

} // namespace fixcon

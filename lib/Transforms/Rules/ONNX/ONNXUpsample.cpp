// Upsample (opsets 1 to 9) and Resize of opset 10: output position o reads input position o /
// scale. If the mode is nearest that is rounded down where the image grows, and up where it shrinks,
// as the example of opset 10 and ONNX Runtime have it.
//
//   onnx.Resize %x, [1, 1, 2, 0.5]
//   ->  %a = resize %x, , [1, 1, 2, 1] {coordinate_transformation_mode = "asymmetric",
//                                       nearest_mode = "floor"}
//       resize %a, , [1, 1, 1, 0.5] {..., nearest_mode = "ceil"}
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>

namespace fixcon {
namespace {

Value *scalesWeight(RuleBuilder &b, const std::vector<double> &scales) {
  auto size = static_cast<int64_t>(scales.size());
  return b.constant(Tensor::of<double>({size}, scales).converted(DType::F32));
}

/// What grows, or what shrinks, of the scales; null if nothing does.
Value *partOf(RuleBuilder &b, Value *scales, bool grows) {
  if (!scales->isWeight()) {
    Value *one = b.scalarLike(scales, 1);
    return b.value(grows ? "max" : "min", {scales, one});
  }
  std::vector<double> part = scales->tensor().toDoubles();
  for (double &scale : part)
    scale = grows ? std::max(scale, 1.0) : std::min(scale, 1.0);
  bool idle = std::ranges::all_of(part, [](double scale) { return scale == 1; });
  return idle ? nullptr : scalesWeight(b, part);
}

AttrDict method(const std::string &mode, const char *rounding) {
  return attrsOf({{"mode", mode},
                  {"coordinate_transformation_mode", "asymmetric"},
                  {"nearest_mode", rounding}});
}

Value *scalesOf(RuleBuilder &b) {
  if (auto list = b.take<Attribute::Floats>("scales"))
    return scalesWeight(b, *list);
  auto height = b.take<double>("height_scale"), width = b.take<double>("width_scale");
  return height && width ? scalesWeight(b, {1, 1, *height, *width}) : b.in(1);
}

} // namespace

LogicalResult ruleONNXUpsample(Op &, RuleBuilder &b) {
  Value *scales = scalesOf(b);
  if (!scales)
    return b.error() << "the scales are missing";
  std::string mode = b.take<std::string>("mode", "nearest");
  if (mode != "nearest")
    return b.becomes("resize", {b.in(0), nullptr, scales},
                     method(mode == "bilinear" ? "linear" : mode, "floor"));
  Value *y = b.in(0);
  if (Value *growth = partOf(b, scales, true))
    y = b.value("resize", {y, nullptr, growth}, method(mode, "floor"));
  if (Value *reduction = partOf(b, scales, false))
    y = b.value("resize", {y, nullptr, reduction}, method(mode, "ceil"));
  b.result(0, y);
  return success();
}

} // namespace fixcon

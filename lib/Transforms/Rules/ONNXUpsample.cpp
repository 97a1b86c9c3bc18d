// Upsample (opsets 1 to 9) and Resize of opset 10: output position o reads input position o /
// scale, rounded down if the mode is nearest.
//
//   onnx.Upsample %x {scales = [1, 1, 2, 2]}
//   ->  resize %x, , [1, 1, 2, 2] {coordinate_transformation_mode = "asymmetric",
//                                  nearest_mode = "floor"}
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

static Value *scalesWeight(RuleBuilder &b, const Attribute::Floats &scales) {
  auto size = static_cast<int64_t>(scales.size());
  return b.constant(Tensor::of<double>({size}, scales).converted(DType::F32));
}

LogicalResult ruleONNXUpsample(Op &op, RuleBuilder &b) {
  Value *scales = op.operand(1);
  if (auto list = b.take<Attribute::Floats>("scales"))
    scales = scalesWeight(b, *list);
  auto height = b.take<double>("height_scale"), width = b.take<double>("width_scale");
  if (height && width)
    scales = scalesWeight(b, {1, 1, *height, *width});
  if (!scales)
    return b.error() << "the scales are missing";
  std::string mode = b.take<std::string>("mode", "nearest");
  return b.becomes("resize", {op.operand(0), nullptr, scales},
                   attrsOf({{"mode", mode == "bilinear" ? std::string("linear") : mode},
                            {"coordinate_transformation_mode", "asymmetric"},
                            {"nearest_mode", "floor"}}));
}

} // namespace fixcon

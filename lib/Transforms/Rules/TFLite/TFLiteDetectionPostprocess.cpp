// The custom operator that detectors with anchors end in.
#include "Rules/Support/FlexOptions.h"

#include "fixcon/Transforms/RuleBuilder.h"

#include <cmath>

namespace fixcon {

LogicalResult ruleTFLiteDetectionPostprocess(Op &, RuleBuilder &b) {
  auto bytes = b.take<Bytes>("custom_options");
  auto options = bytes ? flexOptions(bytes->data) : std::nullopt;
  if (!options || failed(b.needs({0, 1, 2})))
    return b.error() << "its options are no map of numbers";
  AttrDict attrs;
  for (const char *name :
       {"max_detections", "max_classes_per_detection", "detections_per_class", "num_classes"})
    if (auto found = options->find(name); found != options->end())
      attrs.set(name, static_cast<int64_t>(std::llround(found->second)));
  for (const char *name :
       {"nms_score_threshold", "nms_iou_threshold", "y_scale", "x_scale", "h_scale", "w_scale"})
    if (auto found = options->find(name); found != options->end())
      attrs.set(name, found->second);
  attrs.set("use_regular_nms",
            options->contains("use_regular_nms") && options->at("use_regular_nms") != 0);
  b.results(b.create("detection_postprocess", {b.in(0), b.in(1), b.in(2)}, std::move(attrs), 4));
  return success();
}

} // namespace fixcon

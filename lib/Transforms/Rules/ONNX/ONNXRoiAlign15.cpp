// RoiAlign before opset 16 knows no half pixels: corners of regions are pixel positions as they
// are.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXRoiAlign15(Op &op, RuleBuilder &b) {
  AttrDict attrs = b.takeRest();
  attrs.set("coordinate_transformation_mode", "output_half_pixel");
  return b.becomes("roi_align", op.operands(), std::move(attrs));
}

} // namespace fixcon

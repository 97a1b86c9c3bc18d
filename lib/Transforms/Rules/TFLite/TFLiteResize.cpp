// Resizing of pictures with channels last to two sizes. The nearest pixel of centres is the one that the centre lies in,
// which the core op, whose centres are half a pixel further, finds by rounding up; with corners aligned halves go up.
#include "Rules/Support/Layout.h"

namespace fixcon {

LogicalResult ruleTFLiteResize(Op &op, RuleBuilder &b) {
  bool corners = b.take("align_corners", false), centres = b.take("half_pixel_centers", false);
  b.ignore({"new_height", "new_width"});
  bool linear = op.type() == "RESIZE_BILINEAR";
  AttrDict attrs =
      attrsOf({{"mode", linear ? "linear" : "nearest"}, {"axes", Attribute::Ints{2, 3}}});
  attrs.set("coordinate_transformation_mode", corners   ? "align_corners"
                                              : centres ? "half_pixel"
                                                        : "asymmetric");
  if (!linear)
    attrs.set("nearest_mode", corners || centres ? "round_prefer_ceil" : "floor");
  Value *y = withChannelsFirst(b, b.in(0), true, [&](Value *x) {
    return b.value("resize", {x, nullptr, nullptr, b.in(1)}, attrs);
  });
  if (!y)
    return failure();
  b.result(0, y);
  return success();
}

} // namespace fixcon

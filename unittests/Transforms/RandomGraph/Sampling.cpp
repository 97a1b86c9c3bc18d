// Resizing and sampling at positions.
#include "Makers.h"

namespace fixcon {
namespace {

Value *resize(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  static const char *const modes[] = {"nearest", "linear", "cubic"};
  static const char *const ways[] = {"half_pixel", "asymmetric", "align_corners",
                                     "pytorch_half_pixel"};
  static const char *const roundings[] = {"round_prefer_floor", "round_prefer_ceil", "floor",
                                          "ceil"};
  AttrDict attrs = attrsOf({{"mode", draw.pick(modes)},
                            {"coordinate_transformation_mode", draw.pick(ways)},
                            {"nearest_mode", draw.pick(roundings)}});
  Shape shape = draw.shapeOf(x);
  if (draw.flip())
    return draw.make("resize", {x, nullptr, nullptr, draw.ints({shape[0], shape[1], 4, 5})}, attrs);
  Tensor scales = Tensor::of<float>({4}, {1, 1, 2, draw.flip() ? 1.5f : 1});
  return draw.make("resize", {x, nullptr, draw.constant(scales)}, attrs);
}

Value *grid(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  static const char *const modes[] = {"linear", "nearest", "cubic"};
  static const char *const paddings[] = {"zeros", "border", "reflection"};
  return draw.make("grid_sample", {x, draw.weight({draw.shapeOf(x)[0], 2, 3, 2}, -1.2, 1.2)},
                   attrsOf({{"mode", draw.pick(modes)},
                            {"padding_mode", draw.pick(paddings)},
                            {"align_corners", draw.random.between(0, 1)}}));
}

Value *regions(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  Value *rois = draw.make("concat", {draw.weight({2, 2}, 0, 1), draw.weight({2, 2}, 2, 4)},
                          attrsOf({{"axis", int64_t(1)}}));
  Value *samples = draw.integers({2}, 0, draw.shapeOf(x)[0] - 1);
  return draw.make("roi_align", {x, rois, samples},
                   attrsOf({{"output_height", int64_t(2)},
                            {"output_width", int64_t(2)},
                            {"mode", draw.flip() ? "avg" : "max"}}));
}

} // namespace

std::vector<MakerEntry> samplingMakers() {
  return {{"resize", resize, false, 2}, {"grid", grid}, {"regions", regions}};
}

} // namespace fixcon

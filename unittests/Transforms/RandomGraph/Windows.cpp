// Convolutions and pools in every spelling of padding, strides and groups.
#include "Makers.h"

#include <limits>

namespace fixcon {
namespace {

/// A pad of the spatial axes, or of all.
Value *padded(Drawer &draw, Value *x, bool spatialOnly, Value *fill) {
  std::vector<int64_t> pads = draw.pads(8, 1);
  if (spatialOnly)
    pads[0] = pads[1] = pads[4] = pads[5] = 0;
  return draw.make("pad", {x, draw.ints(pads), fill});
}

void drawPadding(Drawer &draw, AttrDict &attrs) {
  uint64_t padding = draw.random.below(4);
  if (padding == 0)
    attrs.set("auto_pad", draw.flip() ? "SAME_UPPER" : "SAME_LOWER");
  else if (padding == 1)
    attrs.set("auto_pad", draw.flip() ? "VALID" : "NOTSET");
  else
    attrs.set("pads", draw.pads(4, 1));
}

Value *convolution(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  int64_t channels = draw.shapeOf(x)[1], group = draw.flip() && channels % 2 == 0 ? 2 : 1;
  int64_t filters = group * draw.random.between(1, 3), k = draw.random.between(1, 3);
  AttrDict attrs;
  if (draw.flip())
    attrs.set("strides", Attribute::Ints{draw.random.between(1, 2), draw.random.between(1, 2)});
  if (draw.random.chance(0.3))
    attrs.set("dilations", Attribute::Ints{1, 2});
  if (group > 1 || draw.flip())
    attrs.set("group", group);
  drawPadding(draw, attrs);
  if (draw.random.chance(0.3)) // a Pad in front, which may merge
    if (Value *wider = padded(draw, x, true, draw.flip() ? nullptr : draw.scalar(0)))
      x = wider;
  std::vector<Value *> operands{x, draw.weight({filters, channels / group, k, 3})};
  if (draw.flip())
    operands.push_back(draw.weight({filters}));
  return draw.make("conv", operands, attrs);
}

/// Of an image whose channels lie last, padded before they go to the front.
Value *convolutionOfLast(Drawer &draw, Value *x) {
  Value *wider = draw.make("pad", {draw.image(x), draw.ints({0, 1, 0, 0, 0, 0, 1, 0})});
  Value *first = draw.make("transpose", {wider}, attrsOf({{"perm", Attribute::Ints{0, 3, 1, 2}}}));
  return first ? draw.make("conv", {first, draw.weight({2, draw.shapeOf(first)[1], 2, 1})})
               : nullptr;
}

/// Behind an activation that stands between it and its padding.
Value *convolutionOfPadded(Drawer &draw, Value *x) {
  Value *y =
      draw.make("relu", {padded(draw, draw.image(x), true, draw.scalar(draw.flip() ? 0 : 0.5))});
  return y ? draw.make("conv", {y, draw.weight({2, draw.shapeOf(y)[1], 1, 2})}) : nullptr;
}

/// By a filter as large as the image, often of one pixel: a product in disguise.
Value *wholeConvolution(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (x && draw.flip())
    x = draw.make("global_average_pool", {x});
  if (!x)
    return nullptr;
  Shape filter = draw.shapeOf(x);
  filter[0] = draw.random.between(1, 3);
  return draw.make("conv", {x, draw.weight(filter), draw.weight({filter[0]})});
}

/// One spatial axis, as audio models have it.
Value *convolution1d(Drawer &draw, Value *x) {
  x = draw.ranked(x, 3);
  if (!x)
    return nullptr;
  return draw.make("conv", {x, draw.weight({2, draw.shapeOf(x)[1], 2}), draw.weight({2})},
                   attrsOf({{"pads", Attribute::Ints{1, 0}}}));
}

Value *transposedConvolution(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  int64_t channels = draw.shapeOf(x)[1], group = draw.flip() && channels % 2 == 0 ? 2 : 1;
  AttrDict attrs = attrsOf({{"strides", Attribute::Ints{2, 1}}, {"group", group}});
  if (draw.flip())
    attrs.set("output_padding", Attribute::Ints{1, 0});
  int64_t each = draw.random.between(1, 2);
  std::vector<Value *> operands{x, draw.weight({channels, each, 2, 2})};
  if (draw.flip())
    operands.push_back(draw.weight({group * each}));
  return draw.make("conv_transpose", operands, attrs);
}

Value *pool(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  static const char *const names[] = {"average_pool", "max_pool", "lp_pool"};
  std::string name = draw.pick(names);
  bool whole = draw.random.chance(0.2);
  Shape shape = draw.shapeOf(x);
  AttrDict attrs = attrsOf(
      {{"kernel_shape", whole ? Attribute::Ints{shape[2], shape[3]} : Attribute::Ints{2, 3}}});
  if (draw.flip())
    attrs.set("strides", Attribute::Ints{2, 1});
  if (draw.flip())
    attrs.set("auto_pad", draw.flip() ? "SAME_LOWER" : "VALID");
  else if (draw.flip() && !whole)
    attrs.set("pads", draw.pads(4, 1));
  if (draw.random.chance(0.2))
    attrs.set("ceil_mode", int64_t(1));
  if (name == "average_pool" && draw.flip())
    attrs.set("count_include_pad", int64_t(1));
  return draw.make(name, {x}, attrs);
}

Value *paddedPool(Drawer &draw, Value *x) {
  x = draw.image(x);
  bool average = draw.flip();
  if (!average && draw.flip())
    x = draw.make("relu", {x});
  double fill = average || draw.flip() ? 0 : -std::numeric_limits<double>::infinity();
  AttrDict attrs = attrsOf({{"kernel_shape", Attribute::Ints{2, 3}}});
  if (!average || draw.flip())
    attrs.set("pads", Attribute::Ints{1, 0, 0, 1});
  if (average && draw.flip())
    attrs.set("count_include_pad", int64_t(1));
  return draw.make(average ? "average_pool" : "max_pool",
                   {padded(draw, x, true, draw.scalar(fill))}, attrs);
}

Value *padding(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (draw.random.chance(0.1))
    return draw.make("pad", {x, draw.ints(std::vector<int64_t>(8))});
  if (draw.random.chance(0.2)) {
    static const char *const modes[] = {"edge", "reflect", "wrap"};
    return draw.make("pad", {x, draw.ints({0, 0, 1, 0, 0, 0, 0, 1})},
                     attrsOf({{"mode", draw.pick(modes)}}));
  }
  return padded(draw, x, draw.flip(), draw.flip() ? nullptr : draw.scalar(draw.flip() ? 0 : 0.5));
}

Value *globalPool(Drawer &draw, Value *x) {
  static const char *const names[] = {"global_average_pool", "global_max_pool", "global_lp_pool"};
  return draw.make(draw.pick(names), {draw.image(x)});
}

/// The largest elements, put back to where they were.
Value *unpooling(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x || draw.shapeOf(x)[2] % 2 || draw.shapeOf(x)[3] % 2)
    return nullptr;
  AttrDict attrs =
      attrsOf({{"kernel_shape", Attribute::Ints{2, 2}}, {"strides", Attribute::Ints{2, 2}}});
  auto pooled = draw.makeAll(2, "max_pool", {draw.disturbed(x)}, attrs);
  return draw.make("max_unpool", {pooled[0], pooled[1]}, attrs);
}

} // namespace

std::vector<MakerEntry> windowMakers() {
  return {{"convolution", convolution, false, 3},
          {"convolutionOfLast", convolutionOfLast},
          {"convolutionOfPadded", convolutionOfPadded},
          {"wholeConvolution", wholeConvolution},
          {"convolution1d", convolution1d},
          {"transposedConvolution", transposedConvolution},
          {"pool", pool, false, 2},
          {"paddedPool", paddedPool},
          {"padding", padding, false, 2},
          {"globalPool", globalPool},
          {"unpooling", unpooling, true}};
}

} // namespace fixcon

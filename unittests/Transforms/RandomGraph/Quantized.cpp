// Quantised values: pairs of quantize and dequantize, and products of whole numbers.
#include "Makers.h"

namespace fixcon {
namespace {

struct Parameters {
  Value *scale, *zeroPoint;
};

Parameters parameters(Drawer &draw, DType type) {
  int64_t middle = type == DType::U8 ? 128 : 0;
  return {draw.weight({}, 0.02, 0.06), draw.integers({}, middle - 5, middle + 5, type)};
}

DType quantisedType(Drawer &draw) { return draw.flip() ? DType::U8 : DType::I8; }

Value *quantised(Drawer &draw, Value *x, const Parameters &by) {
  return draw.make("quantize_linear", {draw.disturbed(x), by.scale, by.zeroPoint});
}

Value *dequantised(Drawer &draw, Value *q, const Parameters &by) {
  return draw.floats(draw.make("dequantize_linear", {q, by.scale, by.zeroPoint}));
}

Value *pair(Drawer &draw, Value *x) {
  Parameters by = parameters(draw, quantisedType(draw));
  return dequantised(draw, quantised(draw, x, by), by);
}

/// One scale for each entry of an axis, without zero points.
Value *perAxis(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  int64_t size = draw.shapeOf(x)[1];
  Value *scale = draw.weight({size}, 0.02, 0.06);
  Value *zero = draw.integers({size}, 120, 130, DType::U8);
  AttrDict attrs = attrsOf({{"axis", int64_t(1)}});
  Value *q = draw.make("quantize_linear", {draw.disturbed(x), scale, zero}, attrs);
  return draw.make("dequantize_linear", {q, scale, zero}, attrs);
}

/// A transpose between the two, which sinks.
Value *turnedBetween(Drawer &draw, Value *x) {
  Parameters by = parameters(draw, DType::U8);
  return dequantised(draw, draw.make("transpose", {quantised(draw, x, by)}), by);
}

Value *product(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  DType type = quantisedType(draw);
  Parameters a = parameters(draw, type), b = parameters(draw, type), y = parameters(draw, type);
  Value *w = draw.integers({draw.shapeOf(x)[1], 3}, 0, 100, type);
  Value *q = draw.make("q_linear_mat_mul", {quantised(draw, x, a), a.scale, a.zeroPoint, w, b.scale,
                                            b.zeroPoint, y.scale, y.zeroPoint});
  return dequantised(draw, q, y);
}

Value *convolution(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  Parameters a = parameters(draw, DType::U8), b = parameters(draw, DType::U8),
             y = parameters(draw, DType::U8);
  Value *w = draw.integers({2, draw.shapeOf(x)[1], 2, 2}, 0, 255, DType::U8);
  Value *bias = draw.flip() ? draw.integers({2}, -99, 99, DType::I32) : nullptr;
  Value *q = draw.make("q_linear_conv",
                       {quantised(draw, x, a), a.scale, a.zeroPoint, w, b.scale, b.zeroPoint,
                        y.scale, y.zeroPoint, bias},
                       attrsOf({{"pads", draw.pads(4, 1)}}));
  return dequantised(draw, q, y);
}

Value *integerProduct(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  Value *w = draw.integers({draw.shapeOf(x)[1], 3}, 0, 9, DType::U8);
  Value *zero = draw.flip() ? draw.integers({}, 3, 5, DType::U8) : nullptr;
  return draw.floats(draw.make("mat_mul_integer", {draw.wholes(x, 0, 9, DType::U8), w, zero}));
}

Value *integerConvolution(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  Value *w = draw.integers({2, draw.shapeOf(x)[1], 2, 2}, 0, 9, DType::U8);
  Value *zero = draw.flip() ? draw.integers({}, 3, 5, DType::U8) : nullptr;
  return draw.floats(draw.make("conv_integer", {draw.wholes(x, 0, 9, DType::U8), w, zero},
                               attrsOf({{"pads", draw.pads(4, 1)}})));
}

Value *rounded(Drawer &draw, Value *x) {
  Parameters by = parameters(draw, quantisedType(draw));
  return draw.make("fake_quantize", {draw.disturbed(x), by.scale, by.zeroPoint});
}

/// Scale and zero point follow from the data, which here are of f32.
Value *dynamic(Drawer &draw, Value *x) {
  auto all =
      draw.makeAll(3, "dynamic_quantize_linear", {draw.converted(draw.disturbed(x), DType::F32)});
  return draw.floats(draw.make("dequantize_linear", {all[0], all[1], all[2]}));
}

} // namespace

std::vector<MakerEntry> quantizedMakers() {
  return {{"pair", pair, true},
          {"perAxis", perAxis, true},
          {"turnedBetween", turnedBetween, true},
          {"quantisedProduct", product, true},
          {"quantisedConvolution", convolution, true},
          {"integerProduct", integerProduct, true},
          {"integerConvolution", integerConvolution, true},
          {"rounded", rounded, true},
          {"dynamic", dynamic, true}};
}

} // namespace fixcon

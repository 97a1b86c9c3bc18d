// Arithmetic on shapes, as exporters write it, and tensors that are made out of shapes.
#include "Makers.h"

namespace fixcon {
namespace {

/// Dim `i` of x as a list of one entry.
Value *dimOf(Drawer &draw, Value *x, int64_t i) {
  if (draw.flip())
    return draw.make("shape", {x}, attrsOf({{"start", i}, {"end", i + 1}}));
  Value *shape = draw.make("shape", {x});
  Value *dim = draw.make("gather", {shape, draw.constant(Tensor::scalar(i))});
  return draw.make("unsqueeze", {dim, draw.ints({0})});
}

Value *joined(Drawer &draw, const std::vector<Value *> &parts) {
  return draw.make("concat", parts, attrsOf({{"axis", int64_t(0)}}));
}

/// view(x.size(0), -1).
Value *view(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t batch = draw.shapeOf(x)[0];
  Value *shape = joined(draw, {dimOf(draw, x, 0), draw.ints({-1})});
  Type type = Type::tensor(draw.dtype, Shape{batch, draw.countOf(x) / batch});
  return draw.makeTyped(type, "reshape", {x, shape});
}

/// view(-1, x.size(1) * x.size(2)).
Value *merged(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 3)
    return nullptr;
  Shape shape = draw.shapeOf(x);
  Value *product = draw.make("mul", {dimOf(draw, x, 1), dimOf(draw, x, 2)});
  int64_t last = shape[1] * shape[2];
  Type type = Type::tensor(draw.dtype, Shape{draw.countOf(x) / last, last});
  return draw.makeTyped(type, "reshape", {x, joined(draw, {draw.ints({-1}), product})});
}

/// A constant spread over the shape of x.
Value *filled(Drawer &draw, Value *x) {
  Tensor value = draw.flip() ? Tensor::of<double>({1}, {0.5}) : Tensor::of<float>({1}, {0.5f});
  Value *spread = draw.makeTyped(Type::tensor(value.dtype(), draw.shapeOf(x)), "constant_of_shape",
                                 {draw.make("shape", {x})}, attrsOf({{"value", value}}));
  return draw.make("mul", {x, draw.floats(spread)});
}

Value *expandedLike(Drawer &draw, Value *x) {
  Value *c = draw.weight(draw.broadcastable(draw.shapeOf(x)));
  Type type = Type::tensor(draw.dtype, draw.shapeOf(x));
  return draw.make("add", {x, draw.makeTyped(type, "expand", {c, draw.make("shape", {x})})});
}

Value *scaledBySize(Drawer &draw, Value *x) {
  return draw.make("div", {x, draw.floats(draw.make("size", {x}))});
}

/// Positions along the last axis, added as an embedding.
Value *positions(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t last = draw.rankOf(x) - 1;
  Value *count = draw.make("squeeze", {dimOf(draw, x, last), draw.ints({0})});
  Type type = Type::tensor(DType::I64, Shape{draw.shapeOf(x).back()});
  Value *range = draw.makeTyped(type, "range", {draw.integer(0), count, draw.integer(1)});
  return draw.make("add", {x, draw.floats(range)});
}

Value *identityMatrix(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  return draw.make("add", {x, draw.floats(draw.make("eye_like", {x}))});
}

Value *oneHot(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t depth = draw.shapeOf(x).back();
  Value *values = draw.constant(Tensor::of<double>({2}, {0.25, 1}).converted(draw.dtype));
  Value *hot =
      draw.make("one_hot", {draw.integers({1}, 0, depth - 1), draw.integer(depth), values});
  return draw.make("mul", {x, hot});
}

} // namespace

std::vector<MakerEntry> shapeMakers() {
  return {{"view", view, false, 2},
          {"merged", merged},
          {"filled", filled},
          {"expandedLike", expandedLike},
          {"scaledBySize", scaledBySize},
          {"positions", positions},
          {"identityMatrix", identityMatrix},
          {"oneHot", oneHot}};
}

} // namespace fixcon

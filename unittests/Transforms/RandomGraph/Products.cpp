// Products of matrices, with constants and with what the graph computes.
#include "Makers.h"

namespace fixcon {
namespace {

Value *matrix(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  int64_t inner = draw.shapeOf(x).back(), columns = draw.random.between(1, 5);
  Value *y = draw.make("mat_mul", {x, draw.weight({inner, columns})});
  return y && draw.flip() ? draw.make("add", {y, draw.weight({columns})}) : y;
}

Value *gemm(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  bool transA = draw.random.chance(0.2), transB = draw.flip();
  int64_t inner = draw.shapeOf(x)[transA ? 0 : 1], columns = draw.random.between(1, 5);
  AttrDict attrs = attrsOf({{"transA", int64_t(transA)},
                            {"transB", int64_t(transB)},
                            {"alpha", draw.flip() ? 0.5 : 1.0}});
  std::vector<Value *> operands{
      x, draw.weight(transB ? Shape{columns, inner} : Shape{inner, columns})};
  if (draw.flip()) {
    operands.push_back(draw.weight(draw.flip()   ? Shape{columns}
                                   : draw.flip() ? Shape{1, columns}
                                                 : Shape{}));
    attrs.set("beta", 2.0);
  }
  return draw.make("gemm", operands, attrs);
}

/// The flattening of an image whose channels lie last, as a Keras model has it, and a product.
Value *flattened(Drawer &draw, Value *x) {
  x = draw.image(x);
  Value *last = draw.make("transpose", {x}, attrsOf({{"perm", Attribute::Ints{0, 2, 3, 1}}}));
  Value *rows = draw.make("flatten", {last});
  return rows ? draw.make("mat_mul", {rows, draw.weight({draw.shapeOf(rows)[1], 3})}) : nullptr;
}

/// A 1x1 convolution of an image whose channels lie last, and back.
Value *overChannels(Drawer &draw, Value *x) {
  x = draw.image(x);
  Value *last = draw.make("transpose", {x}, attrsOf({{"perm", Attribute::Ints{0, 2, 3, 1}}}));
  Value *y = draw.make("mat_mul", {last, draw.weight({draw.shapeOf(last)[3], 3})});
  return y && draw.flip()
             ? draw.make("transpose", {y}, attrsOf({{"perm", Attribute::Ints{0, 3, 1, 2}}}))
             : y;
}

/// Two projections that are packed into one product.
Value *packed(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  Value *both = draw.make("mat_mul", {x, draw.weight({draw.shapeOf(x).back(), 5})});
  if (both && draw.flip())
    both = draw.make("add", {both, draw.weight({5})});
  auto part = [&](int64_t start, int64_t end) {
    return draw.make("slice", {both, draw.ints({start}), draw.ints({end}), draw.ints({-1})});
  };
  return both ? draw.make("concat", {part(2, 5), part(0, 2)}, attrsOf({{"axis", int64_t(-1)}}))
              : nullptr;
}

/// A wide layer, taken apart into narrow ones.
Value *sideBySide(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  bool isBiased = draw.flip();
  auto narrow = [&](int64_t width) {
    Value *y = draw.make("mat_mul", {x, draw.weight({draw.shapeOf(x).back(), width})});
    return y && isBiased ? draw.make("add", {y, draw.weight({width})}) : y;
  };
  Value *first = narrow(2), *second = narrow(3);
  return second ? draw.make("concat", {first, second}, attrsOf({{"axis", int64_t(-1)}})) : nullptr;
}

/// softmax(q k^T / sqrt(d)) v with projections of one value.
Value *attention(Drawer &draw, Value *x) {
  x = draw.ranked(x, 3);
  if (!x)
    return nullptr;
  int64_t width = draw.shapeOf(x)[2];
  auto projection = [&] { return draw.make("mat_mul", {x, draw.weight({width, 4})}); };
  Value *q = projection(), *k = projection(), *v = projection();
  Value *turned = draw.make("transpose", {k}, attrsOf({{"perm", Attribute::Ints{0, 2, 1}}}));
  Value *scores = draw.make("div", {draw.make("mat_mul", {q, turned}), draw.scalar(2)});
  if (scores && draw.flip()) {
    int64_t steps = draw.shapeOf(scores).back();
    scores = draw.make("add", {scores, draw.weight({steps, steps}, -2, 0)});
  }
  Value *weights = draw.make("softmax", {scores}, attrsOf({{"axis", int64_t(-1)}}));
  return draw.make("mat_mul", {weights, v});
}

Value *einsum(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  Shape shape = draw.shapeOf(x);
  switch (draw.random.below(3)) {
  case 0:
    return draw.make("einsum", {x, draw.weight({shape[1], 3})},
                     attrsOf({{"equation", "ij,jk->ik"}}));
  case 1:
    return draw.make("einsum", {x, draw.weight({shape[0], shape[1]})},
                     attrsOf({{"equation", "ij,ij->i"}}));
  default:
    return draw.make("einsum", {x}, attrsOf({{"equation", "ij->ji"}}));
  }
}

Value *determinant(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  Value *square =
      draw.make("mat_mul", {draw.within(x, -1, 1), draw.weight({draw.shapeOf(x)[1], 2})});
  square = draw.make("mat_mul", {draw.weight({2, draw.shapeOf(x)[0]}), square});
  // Away from singular matrices, whose determinant is nothing but rounding.
  Value *far = draw.constant(Tensor::of<double>({2, 2}, {9, 1, 2, 9}).converted(draw.dtype));
  return draw.make("det", {draw.make("add", {draw.make("tanh", {square}), far})});
}

} // namespace

std::vector<MakerEntry> productMakers() {
  return {{"matrix", matrix, false, 2}, {"gemm", gemm},
          {"flattened", flattened},     {"overChannels", overChannels},
          {"attention", attention},     {"einsum", einsum},
          {"packed", packed},           {"sideBySide", sideBySide},
          {"determinant", determinant}};
}

} // namespace fixcon

// Activations as exporters spell them when they do not know the op.
#include "Makers.h"

namespace fixcon {
namespace {

Value *swish(Drawer &draw, Value *x) { return draw.make("mul", {x, draw.make("sigmoid", {x})}); }

Value *mish(Drawer &draw, Value *x) {
  Value *sum = draw.make("add", {draw.make("exp", {draw.within(x, -3, 3)}), draw.scalar(1)});
  Value *gate = draw.flip() ? draw.make("softplus", {x}) : draw.make("log", {sum});
  return draw.make("mul", {x, draw.make("tanh", {gate})});
}

Value *gelu(Drawer &draw, Value *x) {
  Value *e = draw.make("erf", {draw.make("div", {x, draw.scalar(1.4142135623730951)})});
  Value *half = draw.make("mul", {x, draw.scalar(0.5)});
  return draw.make("mul", {half, draw.make("add", {e, draw.scalar(1)})});
}

Value *sigmoid(Drawer &draw, Value *x) {
  Value *sum = draw.make("add", {draw.make("exp", {draw.make("neg", {x})}), draw.scalar(1)});
  return draw.flip() ? draw.make("reciprocal", {sum}) : draw.make("div", {draw.scalar(1), sum});
}

Value *hardSwish(Drawer &draw, Value *x) {
  Value *gate =
      draw.make("clip", {draw.make("add", {x, draw.scalar(3)}), draw.scalar(0), draw.scalar(6)});
  return draw.make("div", {draw.make("mul", {x, gate}), draw.scalar(6)});
}

Value *softsign(Drawer &draw, Value *x) {
  Value *sum = draw.make("add", {draw.make("abs", {x}), draw.scalar(1)});
  return draw.make("div", {x, sum});
}

Value *leakyRelu(Drawer &draw, Value *x) {
  Value *product = draw.make("mul", {x, draw.scalar(draw.flip() ? 0.25 : 2)});
  return draw.flip() ? draw.make("max", {x, product}) : draw.make("max", {product, x});
}

Value *quotient(Drawer &draw, Value *x) {
  Value *inverse = draw.make("div", {draw.scalar(1), draw.within(x, 0.4, 2)});
  return draw.make("mul", {x, inverse});
}

Value *opposite(Drawer &draw, Value *x) { return draw.make("neg", {draw.make("neg", {x})}); }

/// By the mean of squares over some axes, of what is left when the mean is taken away or not.
Value *norm(Drawer &draw, Value *x) {
  std::vector<int64_t> axes;
  for (int64_t axis = 0; axis < draw.rankOf(x); ++axis)
    if (draw.flip())
      axes.push_back(axis);
  if (axes.empty())
    return nullptr;
  auto meanOf = [&](Value *v) { return draw.make("reduce_mean", {v, draw.ints(axes)}); };
  Value *d = draw.flip() ? draw.make("sub", {x, meanOf(x)}) : x;
  Value *sum = draw.make("add", {meanOf(draw.make("mul", {d, d})), draw.scalar(0.01)});
  return draw.make("div", {d, draw.make("sqrt", {sum})});
}

} // namespace

std::vector<MakerEntry> speltOutMakers() {
  return {{"swish", swish},         {"mish", mish},           {"gelu", gelu},
          {"sigmoid", sigmoid},     {"hardSwish", hardSwish}, {"softsign", softsign},
          {"leakyRelu", leakyRelu}, {"quotient", quotient},   {"norm", norm},
          {"opposite", opposite}};
}

} // namespace fixcon

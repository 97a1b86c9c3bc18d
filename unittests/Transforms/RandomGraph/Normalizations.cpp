// Normalisations by constants, by moments, by norms; softmax and its relatives.
#include "Makers.h"

namespace fixcon {
namespace {

Value *batch(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  Shape channels{draw.shapeOf(x)[1]};
  AttrDict attrs;
  if (draw.flip())
    attrs.set("epsilon", 1e-3);
  return draw.make("batch_normalization",
                   {x, draw.weight(channels), draw.weight(channels), draw.weight(channels),
                    draw.weight(channels, 0.1, 2)},
                   attrs);
}

/// With moments that are far from those of a constant.
Value *spread(Drawer &draw, Value *x) {
  return draw.make("add", {x, draw.weight(draw.shapeOf(x))});
}

Value *instance(Drawer &draw, Value *x) {
  x = spread(draw, draw.ranked(x, draw.flip() ? 3 : 4));
  if (!x)
    return nullptr;
  Shape channels{draw.shapeOf(x)[1]};
  return draw.make("instance_normalization", {x, draw.weight(channels), draw.weight(channels)},
                   attrsOf({{"epsilon", 1e-3}}));
}

Value *group(Drawer &draw, Value *x) {
  x = spread(draw, draw.image(x));
  if (!x)
    return nullptr;
  Shape channels{draw.shapeOf(x)[1]};
  int64_t groups = channels[0] % 2 == 0 && draw.flip() ? 2 : 1;
  return draw.make("group_normalization", {x, draw.weight(channels), draw.weight(channels)},
                   attrsOf({{"epsilon", 1e-3}, {"num_groups", groups}}));
}

Value *trailing(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  x = spread(draw, x);
  int64_t axis = draw.flip() ? -1 : draw.random.between(0, draw.rankOf(x) - 1);
  Shape shape = draw.shapeOf(x);
  Shape tail(axis < 0 ? shape.end() - 1 : shape.begin() + axis, shape.end());
  AttrDict attrs = attrsOf({{"axis", axis}, {"epsilon", 1e-3}});
  if (draw.flip())
    return draw.make("rms_normalization", {x, draw.weight(tail)}, attrs);
  return draw.make("layer_normalization",
                   {x, draw.weight(tail), draw.flip() ? draw.weight(tail) : nullptr}, attrs);
}

Value *meanVariance(Drawer &draw, Value *x) {
  return draw.make("mean_variance_normalization", {spread(draw, draw.image(x))});
}

Value *localResponse(Drawer &draw, Value *x) {
  return draw.make("lrn", {draw.image(x)}, attrsOf({{"size", int64_t(3)}, {"alpha", 0.1}}));
}

Value *norm(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  return draw.make("lp_normalization", {spread(draw, x)},
                   attrsOf({{"axis", draw.axisOf(x)}, {"p", draw.random.between(1, 2)}}));
}

Value *softmax(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  return draw.make(draw.flip() ? "softmax" : "log_softmax", {x},
                   attrsOf({{"axis", draw.axisOf(x)}}));
}

Value *hardmax(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  return draw.make("hardmax", {draw.disturbed(x)}, attrsOf({{"axis", draw.axisOf(x)}}));
}

/// (x - mean) / sqrt(variance + epsilon) * scale + bias, as exporters spell it.
Value *speltOut(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  x = spread(draw, x);
  Value *axes = draw.ints({-1});
  Value *centred = draw.make("sub", {x, draw.make("reduce_mean", {x, axes})});
  Value *square = draw.flip() ? draw.make("pow", {centred, draw.scalar(2)})
                              : draw.make("mul", {centred, centred});
  Value *variance = draw.make("reduce_mean", {square, axes});
  Value *root = draw.make("sqrt", {draw.make("add", {variance, draw.scalar(1e-3)})});
  Value *y = draw.make("div", {centred, root});
  if (!y || draw.flip())
    return y;
  Shape last{draw.shapeOf(x).back()};
  return draw.make("add", {draw.make("mul", {y, draw.weight(last)}), draw.weight(last)});
}

/// Losses reduce to a few numbers, which go back into a value.
Value *loss(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  Shape shape = draw.shapeOf(x);
  Value *target = draw.integers({shape[0]}, 0, shape[1] - 1);
  Value *weights = draw.flip() ? draw.weight({shape[1]}, 0.5, 2) : nullptr;
  static const char *const reductions[] = {"none", "mean", "sum"};
  AttrDict attrs = attrsOf({{"reduction", draw.pick(reductions)}});
  const char *name = draw.flip() ? "negative_log_likelihood_loss" : "softmax_cross_entropy_loss";
  return draw.make(name, {x, target, weights}, attrs);
}

} // namespace

std::vector<MakerEntry> normalizationMakers() {
  return {{"batch", batch, false, 3},
          {"instance", instance},
          {"group", group},
          {"trailing", trailing},
          {"meanVariance", meanVariance},
          {"localResponse", localResponse},
          {"norm", norm},
          {"softmax", softmax},
          {"hardmax", hardmax, true},
          {"speltOut", speltOut},
          {"loss", loss}};
}

} // namespace fixcon

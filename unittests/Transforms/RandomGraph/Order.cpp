// Ops that order elements, or whose result has as many entries as the data says. The latter are
// brought back to a known shape by a reduction.
#include "Makers.h"

namespace fixcon {
namespace {

Value *extremum(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  AttrDict attrs = attrsOf({{"axis", draw.axisOf(x)}, {"keepdims", draw.random.between(0, 1)}});
  return draw.floats(draw.make(draw.flip() ? "arg_max" : "arg_min", {draw.disturbed(x)}, attrs));
}

Value *largest(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t count = draw.random.between(1, draw.shapeOf(x).back());
  auto both = draw.makeAll(2, "top_k", {draw.disturbed(x), draw.ints({count})},
                           attrsOf({{"largest", draw.random.between(0, 1)}}));
  return draw.flip() ? both[0] : draw.floats(both[1]);
}

/// The distinct of a few whole numbers, and their largest.
Value *distinct(Drawer &draw, Value *x) {
  auto all = draw.makeAll(4, "unique", {draw.wholes(x, 0, 3)});
  return draw.make("add", {x, draw.floats(draw.make("reduce_max", {all[0]}))});
}

Value *nonZeros(Drawer &draw, Value *x) {
  Value *at = draw.makeAll(1, "non_zero", {draw.wholes(x, 0, 2)})[0];
  Value *sums = draw.make("reduce_sum", {at, draw.ints({1})}, attrsOf({{"keepdims", int64_t(0)}}));
  return draw.floats(sums);
}

/// Some of the rows, as the data says, and their sum.
Value *chosen(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  Value *row = draw.make("reduce_mean", {x, draw.ints({1})}, attrsOf({{"keepdims", int64_t(0)}}));
  Value *some =
      draw.makeAll(1, "compress", {x, draw.condition(row)}, attrsOf({{"axis", int64_t(0)}}))[0];
  return draw.make("reduce_sum", {some, draw.ints({0})});
}

/// Boxes with random scores; the sum of the indices of those kept.
Value *suppressed(Drawer &draw, Value *x) {
  Value *score = draw.make("reduce_mean", {x});
  Value *scores = draw.reshaped(draw.make("add", {score, draw.weight({6}, 0, 1)}), {1, 1, 6});
  Value *boxes = draw.weight({1, 6, 4}, 0, 2);
  Value *kept =
      draw.makeAll(1, "non_max_suppression",
                   {boxes, scores, draw.integer(3), draw.constant(Tensor::scalar(0.3f))})[0];
  Value *sum = draw.make("reduce_sum", {kept, draw.ints({0})});
  return draw.floats(sum);
}

} // namespace

std::vector<MakerEntry> orderMakers() {
  return {{"extremum", extremum, true}, {"largest", largest, true},
          {"distinct", distinct, true}, {"nonZeros", nonZeros, true},
          {"chosen", chosen, true},     {"suppressed", suppressed, true}};
}

} // namespace fixcon

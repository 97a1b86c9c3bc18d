// Gathers and scatters, by constant positions and by computed ones.
#include "Makers.h"

namespace fixcon {
namespace {

Value *gather(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t axis = draw.random.between(0, draw.rankOf(x) - 1);
  int64_t size = draw.shapeOf(x)[static_cast<size_t>(axis)];
  Shape shape = draw.flip() ? Shape{2} : draw.flip() ? Shape{} : Shape{2, 1};
  return draw.make("gather", {x, draw.integers(shape, -size, size - 1)}, attrsOf({{"axis", axis}}));
}

/// A table looked up at positions that the graph computes.
Value *embedding(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  return draw.make("gather", {draw.weight({5, 3}), draw.wholes(x, 0, 4)});
}

Value *elements(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t size = draw.shapeOf(x).back();
  Value *positions = draw.integers(draw.shapeOf(x), -size, size - 1);
  return draw.make("gather_elements", {x, positions}, attrsOf({{"axis", int64_t(-1)}}));
}

Value *tuples(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  int64_t size = std::min(draw.shapeOf(x)[0], draw.shapeOf(x)[1]);
  return draw.make("gather_nd", {x, draw.integers({3, 2}, 0, size - 1)});
}

Value *compressed(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t size = draw.shapeOf(x)[0];
  std::vector<int64_t> keep(static_cast<size_t>(size));
  for (int64_t &k : keep)
    k = draw.random.between(0, 1);
  Value *condition = draw.constant(Tensor::of<int64_t>({size}, keep).converted(DType::Bool));
  return draw.make("compress", {x, condition}, attrsOf({{"axis", int64_t(0)}}));
}

/// Each position once: the order of updates is not defined.
Value *distinct(Drawer &draw, int64_t size) {
  std::vector<int64_t> at;
  for (int64_t i = 0; i < size; ++i)
    if (at.empty() || draw.flip())
      at.push_back(i);
  return draw.ints(at);
}

Value *scatterSlices(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  Shape shape = draw.shapeOf(x);
  Value *rows = distinct(draw, shape[0]);
  int64_t count = draw.shapeOf(rows)[0];
  shape[0] = count;
  static const char *const reductions[] = {"none", "add", "mul", "max", "min"};
  return draw.make("scatter_nd", {x, draw.reshaped(rows, {count, 1}), draw.weight(shape)},
                   attrsOf({{"reduction", draw.pick(reductions)}}));
}

Value *scatterElements(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  Shape shape = draw.shapeOf(x);
  for (int64_t &dim : shape)
    dim = 1;
  Value *position = draw.integers(shape, 0, draw.shapeOf(x).back() - 1);
  static const char *const reductions[] = {"none", "add", "mul", "max", "min"};
  return draw.make("scatter_elements", {x, position, draw.weight(shape)},
                   attrsOf({{"axis", int64_t(-1)}, {"reduction", draw.pick(reductions)}}));
}

} // namespace

std::vector<MakerEntry> indexingMakers() {
  return {{"gather", gather, false, 2},
          {"embedding", embedding, true},
          {"elements", elements},
          {"tuples", tuples},
          {"compressed", compressed},
          {"scatterSlices", scatterSlices},
          {"scatterElements", scatterElements}};
}

} // namespace fixcon

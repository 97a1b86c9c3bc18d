// Rearrangements: transposes and islands between them, slices, splits and joins, tiles and blocks.
#include "Makers.h"

#include <algorithm>

namespace fixcon {
namespace {

Value *permutation(Drawer &draw, Value *x) {
  Attribute::Ints perm;
  for (int64_t i = 0; i < draw.rankOf(x); ++i)
    perm.push_back(i);
  for (size_t i = perm.size(); i > 1; --i)
    std::swap(perm[i - 1], perm[draw.random.below(i)]);
  Value *moved = draw.make("transpose", {x}, attrsOf({{"perm", perm}}));
  if (!moved || draw.flip())
    return moved;
  // An island: back again behind something elementwise.
  Attribute::Ints back(perm.size());
  for (size_t i = 0; i < perm.size(); ++i)
    back[static_cast<size_t>(perm[i])] = static_cast<int64_t>(i);
  Value *inside =
      draw.flip() ? draw.make("mul", {moved, draw.weight(draw.broadcastable(draw.shapeOf(moved)))})
                  : draw.make(draw.flip() ? "relu" : "tanh", {moved});
  if (!inside || draw.rankOf(inside) != draw.rankOf(x))
    return moved;
  return draw.make("transpose", {inside}, attrsOf({{"perm", back}}));
}

Value *reversed(Drawer &draw, Value *x) { return draw.make("transpose", {x}); }

Value *join(Drawer &draw, Value *x) {
  Value *other = draw.flip() ? draw.sibling(x) : nullptr;
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t axis = draw.axisOf(x);
  if (!other)
    other = draw.weight(draw.shapeOf(x));
  Value *both = draw.make("concat", {x, other}, attrsOf({{"axis", axis}}));
  return both && draw.random.chance(0.3) ? draw.make("concat", {both, x}, attrsOf({{"axis", axis}}))
                                         : both;
}

Value *slice(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t axis = draw.axisOf(x);
  if (draw.random.chance(0.2))
    return draw.make("slice", {x, draw.ints({-1}), draw.ints({INT64_MIN + 1}), draw.ints({axis}),
                               draw.ints({-1})});
  if (draw.random.chance(0.2))
    return draw.make(
        "slice", {x, draw.ints({0}), draw.ints({INT64_MAX}), draw.ints({axis}), draw.ints({2})});
  return draw.make("slice", {x, draw.ints({draw.random.between(0, 1)}), draw.ints({INT64_MAX}),
                             draw.ints({axis})});
}

/// Two parts, one or both of which go on.
Value *split(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t axis = draw.random.between(0, draw.rankOf(x) - 1);
  int64_t size = draw.shapeOf(x)[static_cast<size_t>(axis)];
  if (size < 2)
    return nullptr;
  int64_t first = draw.random.between(1, size - 1);
  bool even = size % 2 == 0 && draw.flip();
  auto parts = draw.makeAll(2, "split", {x, even ? nullptr : draw.ints({first, size - first})},
                            even ? attrsOf({{"axis", axis}, {"num_outputs", int64_t(2)}})
                                 : attrsOf({{"axis", axis}}));
  if (draw.flip())
    return parts[draw.random.below(2)];
  // Swapped, or a gate of one half on the other.
  if (even && draw.flip())
    return draw.make("mul", {parts[0], draw.make("sigmoid", {parts[1]})});
  return draw.make("concat", {parts[1], parts[0]}, attrsOf({{"axis", axis}}));
}

Value *tile(Drawer &draw, Value *x) {
  std::vector<int64_t> repeats;
  for (int64_t i = 0; i < draw.rankOf(x); ++i)
    repeats.push_back(draw.random.chance(0.3) ? 2 : 1);
  return draw.make("tile", {x, draw.ints(repeats)});
}

Value *expand(Drawer &draw, Value *x) {
  std::vector<int64_t> shape = draw.shapeOf(x);
  for (int64_t &dim : shape)
    if (dim == 1 && draw.flip())
      dim = 2;
    else if (draw.flip())
      dim = 1;
  return draw.make("expand", {x, draw.ints(shape)});
}

Value *blocks(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (draw.flip())
    return draw.make("space_to_depth", {x}, attrsOf({{"blocksize", int64_t(2)}}));
  return draw.make("depth_to_space", {x},
                   attrsOf({{"blocksize", int64_t(2)}, {"mode", draw.flip() ? "DCR" : "CRD"}}));
}

Value *triangle(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  Value *k = draw.flip() ? draw.integer(draw.random.between(-1, 1)) : nullptr;
  return draw.make("trilu", {x, k}, attrsOf({{"upper", draw.random.between(0, 1)}}));
}

Value *middle(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t axis = draw.axisOf(x);
  return draw.make("center_crop_pad", {x, draw.ints({draw.random.between(1, 5)})},
                   attrsOf({{"axes", Attribute::Ints{axis}}}));
}

Value *backwards(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  Shape shape = draw.shapeOf(x);
  bool timeFirst = draw.flip();
  Value *lengths = draw.integers({shape[timeFirst ? 1 : 0]}, 1, shape[timeFirst ? 0 : 1]);
  return draw.make(
      "reverse_sequence", {x, lengths},
      attrsOf({{"batch_axis", int64_t(timeFirst)}, {"time_axis", int64_t(!timeFirst)}}));
}

/// A chain of what the normal form takes for one reshape.
Value *shaping(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  switch (draw.random.below(5)) {
  case 0:
    return draw.make("flatten", {x}, attrsOf({{"axis", draw.random.between(0, draw.rankOf(x))}}));
  case 1:
    if (draw.rankOf(x) > 4)
      return nullptr;
    return draw.make("unsqueeze", {x, draw.ints({draw.random.between(0, draw.rankOf(x))})});
  case 2:
    return draw.reshaped(x, {draw.shapeOf(x)[0], -1});
  case 3:
    return draw.reshaped(x, {0, -1, 1});
  default:
    for (int64_t i = 0; i < draw.rankOf(x); ++i)
      if (draw.shapeOf(x)[static_cast<size_t>(i)] == 1 && draw.flip())
        return draw.make("squeeze", {x, draw.ints({i})});
    return nullptr;
  }
}

} // namespace

std::vector<MakerEntry> movementMakers() {
  return {{"permutation", permutation, false, 4},
          {"reversed", reversed},
          {"join", join, false, 2},
          {"slice", slice, false, 2},
          {"split", split, false, 2},
          {"tile", tile},
          {"expand", expand},
          {"blocks", blocks},
          {"triangle", triangle},
          {"middle", middle},
          {"backwards", backwards},
          {"shaping", shaping, false, 2}};
}

} // namespace fixcon

// Ops of conditions and whole numbers: drawn on what follows from a value, and made floats again.
#include "Makers.h"

namespace fixcon {
namespace {

Value *choice(Drawer &draw, Value *x) {
  Value *other = draw.flip() ? draw.sibling(x) : nullptr;
  if (!other)
    other = draw.weight(draw.broadcastable(draw.shapeOf(x)));
  return draw.make("where", {draw.condition(x), x, other});
}

/// A constant mask, as attention has it.
Value *masked(Drawer &draw, Value *x) {
  Value *mask =
      draw.converted(draw.integers(draw.broadcastable(draw.shapeOf(x)), 0, 1), DType::Bool);
  return draw.make("where", {mask, x, draw.scalar(-2)});
}

Value *logic(Drawer &draw, Value *x) {
  static const char *const names[] = {"and", "or", "xor", "equal"};
  Value *both = draw.make(draw.pick(names), {draw.condition(x), draw.condition(x)});
  return draw.floats(draw.flip() ? draw.make("not", {both}) : both);
}

Value *comparison(Drawer &draw, Value *x) {
  static const char *const names[] = {"less", "greater", "less_or_equal", "greater_or_equal",
                                      "equal"};
  Value *a = draw.wholes(x, -2, 2), *b = draw.integers(draw.broadcastable(draw.shapeOf(x)), -2, 2);
  return draw.floats(draw.make(draw.pick(names), {a, b}));
}

Value *classes(Drawer &draw, Value *x) {
  return draw.floats(draw.make(draw.flip() ? "is_nan" : "is_inf", {x}));
}

DType integerType(Drawer &draw) {
  static const DType types[] = {DType::I64, DType::I32, DType::U8, DType::I8, DType::U32};
  return draw.pick(types);
}

Value *bits(Drawer &draw, Value *x) {
  DType type = integerType(draw);
  Value *a = draw.wholes(x, 0, 100, type);
  if (draw.random.chance(0.2))
    return draw.floats(draw.make("bitwise_not", {a}));
  static const char *const names[] = {"bitwise_and", "bitwise_or", "bitwise_xor"};
  return draw.floats(draw.make(draw.pick(names), {a, draw.integers({}, 0, 100, type)}));
}

Value *shift(Drawer &draw, Value *x) {
  Value *a = draw.wholes(x, 0, 100, DType::U32);
  return draw.floats(draw.make("bit_shift", {a, draw.integers({}, 0, 3, DType::U32)},
                               attrsOf({{"direction", draw.flip() ? "LEFT" : "RIGHT"}})));
}

Value *remainder(Drawer &draw, Value *x) {
  if (draw.flip())
    return draw.floats(draw.make("mod", {draw.wholes(x, -9, 9), draw.integers({}, 2, 5)}));
  Value *disturbed = draw.disturbed(x);
  return draw.make("mod", {disturbed, draw.scalar(0.7)}, attrsOf({{"fmod", int64_t(1)}}));
}

Value *integerArithmetic(Drawer &draw, Value *x) {
  static const char *const names[] = {"add", "sub", "mul", "div", "max", "min"};
  DType type = draw.flip() ? DType::I32 : DType::I64;
  Value *a = draw.wholes(x, -9, 9, type);
  Value *b = draw.integers(draw.broadcastable(draw.shapeOf(x)), 1, 5, type);
  return draw.floats(draw.make(draw.pick(names), {a, b}));
}

/// Through a narrower type and back.
Value *rounding(Drawer &draw, Value *x) {
  static const DType types[] = {DType::F16, DType::BF16, DType::F32, DType::I32};
  return draw.floats(draw.converted(draw.within(draw.disturbed(x), -9, 9), draw.pick(types)));
}

} // namespace

std::vector<MakerEntry> integerMakers() {
  return {{"choice", choice, true},
          {"masked", masked},
          {"logic", logic, true},
          {"comparison", comparison, true},
          {"classes", classes},
          {"bits", bits, true},
          {"shift", shift, true},
          {"remainder", remainder, true},
          {"integerArithmetic", integerArithmetic, true},
          {"rounding", rounding, true}};
}

} // namespace fixcon

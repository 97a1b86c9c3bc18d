// Elementwise ops of floats: functions of one operand, taken from the definitions and kept inside
// the domain where they are finite; arithmetic with constants and siblings; bounds.
#include "Makers.h"

#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct Domain {
  std::string_view op;
  double low, high;
};

/// Functions that need their operand in a range, to be defined or to stay of moderate size.
constexpr Domain domains[] = {{"acos", -0.9, 0.9},  {"acosh", 1.1, 3},      {"asin", -0.9, 0.9},
                              {"atanh", -0.9, 0.9}, {"cosh", -2, 2},        {"exp", -3, 2},
                              {"log", 0.2, 3},      {"reciprocal", 0.3, 3}, {"sinh", -2, 2},
                              {"sqrt", 0.1, 4},     {"tan", -1.2, 1.2}};

bool jumps(std::string_view op) {
  for (std::string_view name : {"ceil", "floor", "round", "sign", "shrink", "thresholded_relu"})
    if (op == name)
      return true;
  return false;
}

/// Ops from one float to one float, whatever they are called.
std::vector<const OpDef *> functions(bool jumping) {
  std::vector<const OpDef *> found;
  for (const OpDef *def : allOpDefs())
    if (def->family() == Family::Elementwise && def->operands().size() == 1 &&
        !def->operands()[0].variadic && jumps(def->name()) == jumping)
      found.push_back(def);
  return found;
}

/// Attributes that are numbers, at times other than their default.
AttrDict numbersOf(Drawer &draw, const OpDef &def) {
  AttrDict attrs;
  for (const AttrDef &attr : def.attributes())
    if (const double *usual = attr.defaultValue.get<double>(); usual && draw.random.chance(0.3))
      attrs.set(attr.name, *usual * draw.random.uniform(0.6, 1.4));
  return attrs;
}

Value *apply(Drawer &draw, Value *x, bool jumping) {
  static const std::vector<const OpDef *> smooth = functions(false), other = functions(true);
  const auto &defs = jumping ? other : smooth;
  const OpDef &def = *defs[draw.random.below(defs.size())];
  for (const Domain &domain : domains)
    if (domain.op == def.name())
      x = draw.within(x, domain.low, domain.high);
  if (jumping)
    x = draw.disturbed(x);
  Value *y = draw.make(def.name(), {x}, numbersOf(draw, def));
  return y && y->type().dtype() == draw.dtype ? y : nullptr;
}

Value *function(Drawer &draw, Value *x) { return apply(draw, x, false); }
Value *jump(Drawer &draw, Value *x) { return apply(draw, x, true); }

Value *activation(Drawer &draw, Value *x) {
  static const char *const names[] = {"relu", "sigmoid", "tanh", "leaky_relu", "abs", "neg"};
  return draw.make(draw.pick(names), {x});
}

Value *gelu(Drawer &draw, Value *x) {
  return draw.make("gelu", {x}, attrsOf({{"approximate", draw.flip() ? "tanh" : "none"}}));
}

Value *arithmetic(Drawer &draw, Value *x) {
  static const char *const names[] = {"add", "mul", "sub", "div", "prelu", "max", "min"};
  std::string name = draw.pick(names);
  Value *c = draw.weight(draw.broadcastable(draw.shapeOf(x)), 0.5, 2);
  bool swap = draw.random.chance(0.3) && name != "div" && name != "prelu";
  return swap ? draw.make(name, {c, x}) : draw.make(name, {x, c});
}

Value *power(Drawer &draw, Value *x) {
  static const double usual[] = {2, 0.5, 1, -1, 3, 1.7};
  return draw.make("pow", {draw.within(x, 0.3, 2), draw.scalar(draw.pick(usual))});
}

Value *withSibling(Drawer &draw, Value *x) {
  Value *other = draw.sibling(x);
  if (!other)
    return nullptr;
  static const char *const several[] = {"sum", "mean", "max", "min"};
  switch (draw.random.below(4)) {
  case 0:
    return draw.make(draw.pick(several), {x, other, x});
  case 1:
    return draw.make("mul", {x, draw.within(other, -1, 1)});
  case 2:
    return draw.make("sub", {x, other});
  default:
    return draw.make("add", {other, x});
  }
}

/// A value against a part of itself, which broadcasts at run time.
Value *withOwnPart(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  Value *part = draw.make("reduce_mean", {x, draw.ints({draw.axisOf(x)})});
  return draw.make(draw.flip() ? "sub" : "add", {x, part});
}

Value *bounds(Drawer &draw, Value *x) {
  double low = draw.random.uniform(-1, 0.2), high = draw.random.uniform(0.3, 2);
  switch (draw.random.below(6)) {
  case 0:
    return draw.make("min", {draw.make("relu", {x}), draw.scalar(high)});
  case 1:
    return draw.make("max", {draw.scalar(draw.flip() ? 0 : low), x});
  case 2:
    return draw.make("clip", {x, draw.scalar(0)});
  case 3:
    return draw.make("clip", {draw.make("clip", {x, draw.scalar(low), draw.scalar(high)}),
                              draw.scalar(low / 2)});
  case 4:
    return draw.make("clip", {x, nullptr, draw.scalar(high)});
  default:
    return draw.make("clip", {draw.make("relu", {x}), draw.scalar(low), draw.scalar(high)});
  }
}

Value *trivial(Drawer &draw, Value *x) {
  switch (draw.random.below(5)) {
  case 0:
    return draw.make("identity", {x});
  case 1:
    return draw.make("cast", {x},
                     attrsOf({{"to", draw.dtype == DType::F64 ? DType::F64 : DType::F32}}));
  case 2:
    return draw.make("add", {x, draw.scalar(0)});
  case 3:
    return draw.make("cast_like", {x, draw.scalar(0)});
  default:
    return draw.make("mul", {x, draw.scalar(1)});
  }
}

/// Dropout as it is left in for inference.
Value *dropout(Drawer &draw, Value *x) {
  Value *training = draw.constant(Tensor::scalar(false));
  return draw.make("dropout", {x, draw.scalar(0.5), draw.flip() ? training : nullptr});
}

} // namespace

std::vector<MakerEntry> elementwiseMakers() {
  return {{"function", function, false, 3},
          {"jump", jump, true},
          {"activation", activation},
          {"gelu", gelu},
          {"arithmetic", arithmetic, false, 3},
          {"power", power},
          {"withSibling", withSibling, false, 2},
          {"withOwnPart", withOwnPart},
          {"bounds", bounds, false, 2},
          {"trivial", trivial},
          {"dropout", dropout}};
}

} // namespace fixcon

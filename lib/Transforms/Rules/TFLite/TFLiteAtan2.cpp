// The angle of a point (x, y): atan(y / x), half a turn away where x is below 0; on the y axis a quarter of a turn.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteAtan2(Op &, RuleBuilder &b) {
  Value *y = b.in(0), *x = b.in(1), *zero = b.scalarLike(b.in(1), 0);
  const double pi = 3.14159265358979323846;
  auto number = [&](double value) { return b.scalarLike(x, value); };
  Value *angle = b.value("atan", {b.value("div", {y, x})});
  Value *upper = b.value("greater_or_equal", {y, zero});
  Value *half = b.value("where", {upper, number(pi), number(-pi)});
  Value *left = b.value("add", {angle, half});
  Value *above = b.value("greater", {y, zero}), *below = b.value("less", {y, zero});
  Value *quarter =
      b.value("where", {above, number(pi / 2), b.value("where", {below, number(-pi / 2), zero})});
  Value *right = b.value("where", {b.value("greater", {x, zero}), angle, quarter});
  b.result(0, b.value("where", {b.value("less", {x, zero}), left, right}));
  return success();
}

} // namespace fixcon

// Division that rounds down, and what it leaves, which has the sign of the divisor.
//
//   floats:   a / b rounded down;  r = the remainder with the sign of a, r + b where the signs of r and b differ
//   integers: (a - r) / b without a rest; r is the core op
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteFloorDivision(Op &op, RuleBuilder &b) {
  Value *x = b.in(0), *y = b.in(1);
  if (failed(b.needs({0, 1})))
    return failure();
  bool real = x->type().isTensor() && isFloat(x->type().dtype());
  if (op.type() == "FLOOR_DIV" && real) {
    b.result(0, b.value("floor", {b.value("div", {x, y})}));
    return success();
  }
  Value *rest = b.value("mod", {x, y}, attrsOf({{"fmod", real ? 1 : 0}}));
  if (op.type() == "FLOOR_DIV") {
    b.result(0, b.value("div", {b.value("sub", {x, rest}), y}));
    return success();
  }
  if (real) {
    Value *zero = b.scalarLike(x, 0);
    Value *differ = b.value("xor", {b.value("less", {y, zero}), b.value("less", {rest, zero})});
    Value *moved = b.value("and", {differ, b.value("not", {b.value("equal", {rest, zero})})});
    rest = b.value("where", {moved, b.value("add", {rest, y}), rest});
  }
  b.result(0, rest->definingOp() ? rest : b.value("identity", {rest}));
  return success();
}

} // namespace fixcon

// The shape that two shapes broadcast to, and a shift of integers that keeps the sign.
//
//   shapes: the greater of both, where 1 gives way; the shorter one has ones in front
//   shift:  x divided by 2^n, rounded down
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>

namespace fixcon {

LogicalResult ruleTFLiteBroadcastArgs(Op &op, RuleBuilder &b) {
  Value *x = b.in(0), *y = b.in(1);
  if (failed(b.needs({0, 1})))
    return failure();
  if (op.type() == "RIGHT_SHIFT") {
    Value *power = b.value("pow", {b.cast(b.scalar(2), x->type().dtype()), y});
    Value *rest = b.value("mod", {x, power});
    b.result(0, b.value("div", {b.value("sub", {x, rest}), power}));
    return success();
  }
  const Type &a = x->type(), &c = y->type();
  if (!a.isTensor() || !c.isTensor() || !a.isStatic() || !c.isStatic() || a.rank() != 1 ||
      c.rank() != 1)
    return b.error() << "the ranks of its shapes are not known";
  int64_t longer = std::max(a.dim(0).size(), c.dim(0).size());
  auto padded = [&](Value *shape) {
    return b.value(
        "pad", {shape, b.ints({longer - shape->type().dim(0).size(), 0}), b.scalarLike(shape, 1)});
  };
  Value *left = padded(x), *right = padded(y);
  Value *gives = b.value("equal", {left, b.scalarLike(x, 1)});
  b.result(0, b.value("where", {gives, right, left}));
  return success();
}

} // namespace fixcon

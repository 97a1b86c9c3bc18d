// pow(x, 1) -> x     pow(x, 2) -> mul(x, x)     pow(x, -1) -> reciprocal(x)
// pow(x, 0.5) -> sqrt(x)   for x that is greater than 0 whatever the inputs are
//
// for float x and an exponent of one element that does not widen it. The root of -inf is NaN and
// that of -0 is -0 where pow gives inf and 0: so only where neither can be.
#include "Canonicalize/Support/Sign.h"

#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizePowForm(Op &op) {
  Value *x = op.operand(0);
  auto exponent = constantScalar(op.operand(1));
  const Type &type = op.result()->type();
  if (!exponent || !(type == x->type()) || !type.isTensor() || !isFloat(type.dtype()))
    return false;
  Rewriter b(op);
  if (*exponent == 1)
    return b.replaceRoot(x);
  if (*exponent == 2)
    return b.replaceRoot(b.value("mul", {x, x}));
  if (*exponent == 0.5 && isPositive(x))
    return b.replaceRoot(b.value("sqrt", {x}));
  if (*exponent == -1)
    return b.replaceRoot(b.value("reciprocal", {x}));
  return false;
}

} // namespace fixcon

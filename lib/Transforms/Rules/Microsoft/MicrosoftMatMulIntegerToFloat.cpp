// MatMulIntegerToFloat: a product of centred integers times both scales, plus a bias.
//
//   com.microsoft.MatMulIntegerToFloat %a, %b, %as, %bs, %az, %bz, %c
//   ->  add(mul(cast(mat_mul_integer(%a, %b, %az, %bz)), mul(%as, %bs)), %c)
#include "Rules/Support/Quantized.h"

namespace fixcon {

LogicalResult ruleMicrosoftMatMulIntegerToFloat(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2, 3})))
    return failure();
  Value *sum = b.value("mat_mul_integer", {b.in(0), b.in(1), b.in(4), b.in(5)});
  Value *y = scaledSum(b, sum, b.in(2), b.in(3));
  b.result(0, b.in(6) ? b.value("add", {y, b.in(6)}) : y);
  return success();
}

} // namespace fixcon

// DynamicQuantizeMatMul: the left matrix is quantised by its range, then MatMulIntegerToFloat.
//
//   com.microsoft.DynamicQuantizeMatMul %a, %b, %bs, %bz, %c
//   ->  %q, %s, %z = dynamic_quantize_linear %a
//       add(mul(cast(mat_mul_integer(%q, %b, %z, %bz)), mul(%s, %bs)), %c)
#include "Rules/Support/Quantized.h"

namespace fixcon {

LogicalResult ruleMicrosoftDynamicQuantizeMatMul(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2})))
    return failure();
  Op *quantized = b.create("dynamic_quantize_linear", {b.in(0)}, {}, 3);
  Value *sum =
      b.value("mat_mul_integer", {quantized->result(0), b.in(1), quantized->result(2), b.in(3)});
  Value *y = scaledSum(b, sum, quantized->result(1), b.in(2));
  b.result(0, b.in(4) ? b.value("add", {y, b.in(4)}) : y);
  return success();
}

} // namespace fixcon

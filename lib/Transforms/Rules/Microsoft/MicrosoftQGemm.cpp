// QGemm: a product of centred integers plus integers C, times alpha and both scales; quantised if
// the result has a scale. C has that product of scales for its own, so it is added before.
//
//   com.microsoft.QGemm %a, %as, %az, %b, %bs, %bz, %c, %ys, %yz
//   ->  quantize_linear(mul(cast(add(mat_mul_integer(%a, %b, %az, %bz), %c)), mul(%as, %bs)), ...)
#include "Rules/Support/Quantized.h"

namespace fixcon {

static Value *swapped(RuleBuilder &b, Value *matrix, bool swap) {
  return swap ? b.value("transpose", {matrix}, attrsOf({{"perm", Attribute::Ints{1, 0}}})) : matrix;
}

LogicalResult ruleMicrosoftQGemm(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2, 3, 4, 5})))
    return failure();
  double alpha = b.take<double>("alpha", 1);
  Value *left = swapped(b, b.in(0), b.take<int64_t>("transA", 0) != 0);
  Value *right = swapped(b, b.in(3), b.take<int64_t>("transB", 0) != 0);
  Value *sum = b.value("mat_mul_integer", {left, right, b.in(2), b.in(5)});
  if (b.in(6))
    sum = b.value("add", {sum, b.in(6)});
  Value *scale = b.in(1);
  if (alpha != 1)
    scale = b.value("mul", {scale, b.scalarLike(scale, alpha)});
  Value *y = scaledSum(b, sum, scale, b.in(4));
  if (b.in(7))
    return finishQuantized(b, y, b.in(7), b.in(8), b.in(0));
  b.result(0, y);
  return success();
}

} // namespace fixcon

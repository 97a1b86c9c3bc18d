// QAttention: Attention whose projections are one product of centred integers times their scales.
//
//   com.microsoft.QAttention %x, %w, %b, %xs, %ws, %mask, %xz, %wz, %past {num_heads = N}
//   ->  q, k, v = thirds of mul(cast(mat_mul_integer(%x, %w, %xz, %wz)), mul(%xs, %ws)) + %b
#include "Rules/Support/AttentionParts.h"
#include "Rules/Support/Quantized.h"

namespace fixcon {

namespace {
enum Operand : unsigned { X, Weights, Bias, XScale, WScale, Mask, XZero, WZero, Past };
}

LogicalResult ruleMicrosoftQAttention(Op &, RuleBuilder &b) {
  if (failed(b.needs({X, Weights, Bias, XScale, WScale})))
    return failure();
  int64_t heads = b.take<int64_t>("num_heads", 0);
  const Type &weights = b.in(Weights)->type();
  bool known = weights.isTensor() && weights.isRanked() && weights.rank() == 2 &&
               weights.dim(1).isStatic() && weights.dim(1).size() % 3 == 0;
  if (heads < 1 || !known || weights.dim(1).size() / 3 % heads)
    return b.error() << "weights " << weights.str() << " do not fit num_heads " << heads;
  if (b.take<int64_t>("do_rotary", 0) || b.take<int64_t>("past_present_share_buffer", 0))
    return b.error() << "rotation and buffers that past and present share are not understood";
  AttentionTerms terms = takeTerms(b);
  terms.mask = b.in(Mask);
  Value *sum = b.value("mat_mul_integer", {b.in(X), b.in(Weights), b.in(XZero), b.in(WZero)});
  Value *all = b.value("add", {scaledSum(b, sum, b.in(XScale), b.in(WScale)), b.in(Bias)});
  int64_t width = weights.dim(1).size() / 3;
  Value *qkv[3];
  for (int64_t i = 0; i < 3; ++i)
    qkv[i] = sliceOf(b, all, 2, i * width, (i + 1) * width);
  return finishAttention(b, terms, qkv, b.in(Past), heads);
}

} // namespace fixcon

// DynamicQuantizeLSTM: an LSTM that multiplies integers. Its input is rounded to a grid over its range, once; the
// hidden state in each step.
//
//   com.microsoft.DynamicQuantizeLSTM %x, %w, %r, %b, %lengths, %h, %c, %p, %ws, %wz, %rs, %rz
//   ->  %q, %s, %z = dynamic_quantize_linear %x
//       lstm dequantize_linear(%q, %s, %z), real(%w), real(%r), ... {quantized_state = 1}
//   real(%w) = transpose((%w - %wz) * %ws), for these matrices lie the other way
//
// Integers times their scales are the products of the real numbers that they stand for.
#include "Rules/Support/Quantized.h"

namespace fixcon {

namespace {
enum Operand : unsigned { X, W, R, B, Lengths, H, C, P, WScale, WZero, RScale, RZero };
}

/// Matrices [directions, inputs, gates], with a scale for each or for each of their columns, as an LSTM has them.
static Value *realMatrices(RuleBuilder &b, unsigned matrices, unsigned scale, unsigned zero,
                           int64_t directions) {
  auto columns = [&](Value *v) { return b.value("reshape", {v, b.ints({directions, 1, -1})}); };
  Value *real = b.cast(b.in(matrices), DType::F32);
  if (b.in(zero))
    real = b.value("sub", {real, columns(b.cast(b.in(zero), DType::F32))});
  real = b.value("mul", {real, columns(b.in(scale))});
  return b.value("transpose", {real}, attrsOf({{"perm", Attribute::Ints{0, 2, 1}}}));
}

LogicalResult ruleMicrosoftDynamicQuantizeLSTM(Op &op, RuleBuilder &b) {
  if (failed(b.needs({X, W, R, WScale, RScale})))
    return failure();
  const std::string *direction = op.attr<std::string>("direction");
  int64_t directions = direction && *direction == "bidirectional" ? 2 : 1;
  Op *rounded = b.create("dynamic_quantize_linear", {b.in(X)}, {}, 3);
  Value *x = dequantized(b, rounded->result(0), rounded->result(1), rounded->result(2));
  AttrDict attrs = b.takeRest();
  attrs.set("quantized_state", int64_t(1));
  b.results(b.create("lstm",
                     {x, realMatrices(b, W, WScale, WZero, directions),
                      realMatrices(b, R, RScale, RZero, directions), b.in(B), b.in(Lengths),
                      b.in(H), b.in(C), b.in(P)},
                     std::move(attrs), 3));
  return success();
}

} // namespace fixcon

// QEmbedLayerNormalization: EmbedLayerNormalization of quantised tables, factors and addends.
// Operands 2 to 6 are quantised; their scales are 8 to 12, their zero points 13 to 17.
#include "Rules/Support/Embedding.h"
#include "Rules/Support/Quantized.h"

namespace fixcon {

LogicalResult ruleMicrosoftQEmbedLayerNormalization(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 2, 3, 5, 6, 8, 9, 11, 12})))
    return failure();
  auto real = [&](unsigned i) {
    return b.in(i) ? dequantized(b, b.in(i), b.in(i + 6), b.in(i + 11)) : nullptr;
  };
  return finishEmbedding(
      b, {b.in(0), b.in(1), real(2), real(3), real(4), real(5), real(6), b.in(7), nullptr});
}

} // namespace fixcon

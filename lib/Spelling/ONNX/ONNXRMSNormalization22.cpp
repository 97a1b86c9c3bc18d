// rms_normalization spelt out over the axes from `axis` on: x / sqrt(mean(x * x) + epsilon) * scale.
#include "fixcon/Spelling/SpellingBuilder.h"

#include "TrailingAxes.h"

namespace fixcon {

void spellONNXRMSNormalization22(SpellingBuilder &b) {
  Value *power = b.core("reduce_mean", {b.core("mul", {b.in(0), b.in(0)}), trailingAxes(b)});
  SpellingOperand epsilon = b.number(b.attr<double>("epsilon", 0));
  Value *spread = b.core("sqrt", {b.core("add", {power, epsilon})});
  b.result(0, b.core("mul", {b.core("div", {b.in(0), spread}), b.in(1)}));
}

} // namespace fixcon

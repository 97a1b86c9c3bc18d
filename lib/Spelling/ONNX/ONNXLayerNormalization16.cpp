// layer_normalization spelt out over the axes from `axis` on, in nine nodes as exporters do:
//
//   d = x - mean(x);   d / sqrt(mean(d * d) + epsilon) * scale + bias
#include "fixcon/Spelling/SpellingBuilder.h"

#include "TrailingAxes.h"

namespace fixcon {

void spellONNXLayerNormalization16(SpellingBuilder &b) {
  if (b.hasResult(1) || b.hasResult(2))
    return b.refuse("there is no layer_normalization in opset " + std::to_string(b.opset()) +
                    " (since opset 17), and its moments are asked for");
  SpellingOperand axes = trailingAxes(b);
  Value *centred = b.core("sub", {b.in(0), b.core("reduce_mean", {b.in(0), axes})});
  Value *variance = b.core("reduce_mean", {b.core("mul", {centred, centred}), axes});
  SpellingOperand epsilon = b.number(b.attr<double>("epsilon", 0));
  Value *spread = b.core("sqrt", {b.core("add", {variance, epsilon})});
  Value *y = b.core("mul", {b.core("div", {centred, spread}), b.in(1)});
  b.result(0, b.in(2).isAbsent() ? y : b.core("add", {y, b.in(2)}));
}

} // namespace fixcon

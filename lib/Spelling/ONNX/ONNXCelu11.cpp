// celu(x) = max(x, 0) + min(alpha (exp(x / alpha) - 1), 0), which is Elu of x / alpha with its
// negative side scaled: elu has slope 1 above 0, so celu(x) = alpha elu(x / alpha) for alpha > 0.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXCelu11(SpellingBuilder &b) {
  auto alpha = b.attr<double>("alpha", 1);
  if (!(alpha > 0))
    return b.refuse("there is no celu in opset " + std::to_string(b.opset()) +
                    " (since opset 12), and alpha is not positive");
  if (alpha == 1)
    return b.result(0, b.core("elu", {b.in(0)}));
  Value *y = b.core("elu", {b.core("div", {b.in(0), b.number(alpha)})});
  b.result(0, b.core("mul", {y, b.number(alpha)}));
}

} // namespace fixcon

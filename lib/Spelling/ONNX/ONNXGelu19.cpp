// gelu spelt out: x * 0.5 * (1 + erf(x / sqrt(2))), or by the approximation with tanh.
#include "fixcon/Spelling/SpellingBuilder.h"

#include <cmath>
#include <numbers>

namespace fixcon {

void spellONNXGelu19(SpellingBuilder &b) {
  SpellingOperand x = b.in(0);
  Value *inner = nullptr;
  if (b.attr<std::string>("approximate") == "tanh") {
    Value *cube = b.core("pow", {x, b.number(3)});
    Value *bent = b.core("add", {x, b.core("mul", {cube, b.number(0.044715)})});
    inner = b.core("tanh", {b.core("mul", {bent, b.number(std::sqrt(2 / std::numbers::pi))})});
  } else
    inner = b.core("erf", {b.core("div", {x, b.number(std::numbers::sqrt2)})});
  Value *twice = b.core("mul", {x, b.core("add", {inner, b.number(1)})});
  b.result(0, b.core("mul", {twice, b.number(0.5)}));
}

} // namespace fixcon

// Activations for which there is no operator, by their formulas.
#include "fixcon/Spelling/SpellingBuilder.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

/// log(1 + e^x), which is x for large x: max(x, 0) + log(1 + e^-|x|).
static Value *softplus(SpellingBuilder &b) {
  Value *small = b.core("exp", {b.core("neg", {b.core("abs", {b.in(0)})})});
  Value *log = b.core("log", {b.core("add", {small, b.number(1)})});
  return b.core("add", {b.core("relu", {b.in(0)}), log});
}

static Value *line(SpellingBuilder &b, SpellingOperand x, double slope, double offset) {
  return b.core("add", {b.core("mul", {x, b.number(slope)}), b.number(offset)});
}

void spellTFLiteSpeltOut(SpellingBuilder &b) {
  const std::string &name = b.def().name();
  SpellingOperand x = b.in(0);
  if (name == "softplus")
    return b.result(0, softplus(b));
  if (name == "reciprocal")
    return b.result(0, b.core("div", {b.number(1), x}));
  if (name == "softsign")
    return b.result(0, b.core("div", {x, b.core("add", {b.core("abs", {x}), b.number(1)})}));
  if (name == "affine")
    return b.result(0, line(b, x, b.attr<double>("alpha", 1), b.attr<double>("beta", 0)));
  if (name == "hard_sigmoid")
    return b.result(0, b.core("clip", {line(b, x, b.attr<double>("alpha"), b.attr<double>("beta")),
                                       b.number(0), b.number(1)}));
  // selu: gamma * (max(x, 0) + alpha * (e^min(x, 0) - 1)), whose second part is the elu of what is below 0.
  Value *below = b.core("elu", {b.core("min", {x, b.number(0)})});
  Value *both = b.core(
      "add", {b.core("relu", {x}), b.core("mul", {below, b.number(b.attr<double>("alpha"))})});
  b.result(0, b.core("mul", {both, b.number(b.attr<double>("gamma"))}));
}

} // namespace fixcon

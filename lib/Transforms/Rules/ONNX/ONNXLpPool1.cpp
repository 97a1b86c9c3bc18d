// LpPool and GlobalLpPool of opset 1: the exponent is a float. Only whole exponents have a newer
// form.
#include "fixcon/Transforms/RuleBuilder.h"

#include <cmath>

namespace fixcon {

LogicalResult ruleONNXLpPool1(Op &op, RuleBuilder &b) {
  double p = b.take<double>("p", 2);
  if (p != std::floor(p) || p < 1 || p > 1e6)
    return b.error() << "exponent " << p << " is not a positive integer";
  AttrDict attrs = b.takeRest();
  attrs.set("p", static_cast<int64_t>(p));
  return b.becomes(b.coreName(), op.operands(), std::move(attrs));
}

} // namespace fixcon

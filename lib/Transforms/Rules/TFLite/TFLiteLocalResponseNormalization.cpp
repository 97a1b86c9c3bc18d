// The core op divides alpha by the number of channels that it looks at; here it is taken as it is.
#include "Rules/Support/Layout.h"

namespace fixcon {

LogicalResult ruleTFLiteLocalResponseNormalization(Op &, RuleBuilder &b) {
  int64_t size = 2 * b.take<int64_t>("radius", 0) + 1;
  double bias = b.take("bias", 0.0), alpha = b.take("alpha", 0.0), beta = b.take("beta", 0.0);
  Value *y = withChannelsFirst(b, b.in(0), true, [&](Value *x) {
    return b.value("lrn", {x},
                   attrsOf({{"size", size},
                            {"bias", bias},
                            {"alpha", alpha * static_cast<double>(size)},
                            {"beta", beta}}));
  });
  if (!y)
    return failure();
  b.result(0, y);
  return success();
}

} // namespace fixcon

// NhwcMaxPool: a max pool whose tensors have their channels last.
#include "Rules/Support/Layout.h"

namespace fixcon {

LogicalResult ruleMicrosoftNhwcMaxPool(Op &, RuleBuilder &b) {
  AttrDict attrs = b.takeRest();
  Value *y = withChannelsFirst(
      b, b.in(0), true, [&](Value *x) { return b.value("max_pool", {x}, std::move(attrs)); });
  if (!y)
    return failure();
  b.result(0, y);
  return success();
}

} // namespace fixcon

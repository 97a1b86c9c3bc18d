// QLinearConv of this domain is the standard one, whose tensors may have their channels last; the
// filters never do.
#include "Rules/Support/Layout.h"

namespace fixcon {

LogicalResult ruleMicrosoftQLinearConv(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2, 3, 4, 5, 6, 7})))
    return failure();
  bool last = b.take<int64_t>("channels_last", 0) != 0;
  AttrDict attrs = b.takeRest();
  Value *y = withChannelsFirst(b, b.in(0), last, [&](Value *x) {
    std::vector<Value *> operands = op.operands();
    operands[0] = x;
    return b.value("q_linear_conv", std::move(operands), std::move(attrs));
  });
  if (!y)
    return failure();
  b.result(0, y);
  return success();
}

} // namespace fixcon

// QLinearAveragePool and QLinearGlobalAveragePool: the pool of what the operand stands for,
// quantised. With channels_last both tensors have their channels behind the spatial axes.
#include "Rules/Support/Layout.h"
#include "Rules/Support/Quantized.h"

namespace fixcon {

LogicalResult ruleMicrosoftQLinearPool(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 3})))
    return failure();
  bool last = b.take<int64_t>("channels_last", 0) != 0;
  bool whole = op.type() == "QLinearGlobalAveragePool";
  AttrDict attrs = whole ? AttrDict() : b.takeRest();
  Value *y = withChannelsFirst(b, b.in(0), last, [&](Value *x) {
    Value *real = dequantized(b, x, b.in(1), b.in(2));
    return b.value(whole ? "global_average_pool" : "average_pool", {real}, std::move(attrs));
  });
  if (!y)
    return failure();
  return finishQuantized(b, y, b.in(3), b.in(4), b.in(0),
                         whole ? Rounds::Quotient : Rounds::Shifted);
}

} // namespace fixcon

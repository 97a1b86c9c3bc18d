// A long short-term memory over a sequence, or one step of it.
#include "Rules/Support/LSTMLayer.h"

namespace fixcon {

LogicalResult ruleTFLiteSequenceLSTM(Op &op, RuleBuilder &b) {
  bool single = op.type() == "LSTM";
  if (b.take("diagonal_recurrent_tensors", false) ||
      b.take<std::string>("kernel_type", "FULL") != "FULL")
    return b.error() << "a diagonal recurrence or the basic kernel is not known";
  bool timeMajor = !single && b.take("time_major", false);
  auto options = LSTMOptions::take(b);
  if (failed(options) || failed(b.needs({0})))
    return failure();
  Value *x = single      ? b.value("unsqueeze", {b.in(0), b.ints({0})})
             : timeMajor ? b.in(0)
                         : swapped(b, b.in(0));
  Value *y = lstmLayer(b, LSTMLayer(), *options, x);
  if (!y)
    return failure();
  b.result(0, single ? b.value("squeeze", {y, b.ints({0})}) : timeMajor ? y : swapped(b, y));
  return success();
}

} // namespace fixcon

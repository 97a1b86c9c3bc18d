// Two layers of long short-term memory, one of which reads the sequence from its end. Their results are one behind the other on the
// last axis if they are to be merged.
#include "Rules/Support/LSTMLayer.h"

namespace fixcon {

LogicalResult ruleTFLiteBidirectionalLSTM(Op &, RuleBuilder &b) {
  enum Operand : unsigned {
    Forward = 1,
    Backward = 18,
    ForwardState = 35,
    BackwardState = 37,
    Second = 39,
    End = 48
  };
  bool timeMajor = b.take("time_major", true), merged = b.take("merge_outputs", false);
  auto options = LSTMOptions::take(b);
  if (failed(options) || failed(b.needs({0})))
    return failure();
  for (unsigned i = Second; i < End; ++i)
    if (b.in(i))
      return b.error() << "a second input is not known";
  Value *x = timeMajor ? b.in(0) : swapped(b, b.in(0));
  std::vector<Value *> sides;
  for (const LSTMLayer &layer :
       {LSTMLayer{Forward, ForwardState, ForwardState + 1, std::nullopt, false},
        LSTMLayer{Backward, BackwardState, BackwardState + 1, std::nullopt, true}}) {
    Value *y = lstmLayer(b, layer, *options, x);
    if (!y)
      return failure();
    sides.push_back(timeMajor ? y : swapped(b, y));
  }
  if (merged)
    sides = {b.value("concat", sides, attrsOf({{"axis", 2}}))};
  for (unsigned i = 0; i < sides.size(); ++i)
    b.result(i, sides[i]);
  return success();
}

} // namespace fixcon

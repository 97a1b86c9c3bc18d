// RNN, LSTM and GRU before opset 7 say by output_sequence whether the sequence is wanted; since
// then a result that is not wanted is absent.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXRecurrent6(Op &op, RuleBuilder &b) {
  b.ignore({"output_sequence"});
  return b.becomes(b.coreName(), op.operands(), b.takeRest());
}

} // namespace fixcon

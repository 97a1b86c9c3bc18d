// BatchNormalization before opset 14: training is told by is_test (before 7) or by the presence of
// more than one result; with spatial = 0 each position has its own moments:
//
//   spatial = 1   ->   batch_normalization %x, %scale, %b, %mean, %var {epsilon = e}
//   spatial = 0   ->   (x - mean) / sqrt(var + e) * scale + b
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>

namespace fixcon {

static Value *eachPosition(Op &op, RuleBuilder &b, double epsilon) {
  Value *variance = op.operand(4);
  Value *spread = b.value("sqrt", {b.value("add", {variance, b.scalarLike(variance, epsilon)})});
  Value *normal = b.value("div", {b.value("sub", {op.operand(0), op.operand(3)}), spread});
  return b.value("add", {b.value("mul", {normal, op.operand(1)}), op.operand(2)});
}

LogicalResult ruleONNXBatchNormalization13(Op &op, RuleBuilder &b) {
  b.ignore({"consumed_inputs"});
  double epsilon = b.take<double>("epsilon", double(1e-5f));
  double momentum = b.take<double>("momentum", double(0.9f));
  bool inference = b.opset() >= 7 || b.take<int64_t>("is_test", 0);
  for (unsigned i = 1; i < op.numResults(); ++i)
    inference &= !op.hasResult(i);
  if (!b.take<int64_t>("spatial", 1)) {
    if (!inference)
      return b.error() << "BatchNormalization in training mode with spatial = 0";
    b.result(0, eachPosition(op, b, epsilon));
    return success();
  }
  AttrDict attrs = attrsOf({{"epsilon", epsilon}});
  if (!inference) {
    attrs.set("momentum", momentum);
    attrs.set("training_mode", int64_t(1));
  }
  b.results(b.create("batch_normalization", op.operands(), std::move(attrs),
                     inference ? 1 : std::min(op.numResults(), 3u)));
  return success();
}

} // namespace fixcon

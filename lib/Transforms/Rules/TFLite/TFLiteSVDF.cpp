// A layer of filters that look at the last inputs, each of them a product of one over features and one over time.
//
//   state' = the state without its oldest column, and x times the feature filters behind it
//   y = the sum over time and over the filters of a unit of state' times the time filters, plus the bias
#include "Rules/Support/FusedActivation.h"

namespace fixcon {

LogicalResult ruleTFLiteSVDF(Op &, RuleBuilder &b) {
  int64_t rank = b.take<int64_t>("rank", 0);
  b.ignore({"asymmetric_quantize_inputs"});
  if (failed(b.needs({0, 1, 2, 4})))
    return failure();
  const Type &time = b.in(2)->type();
  if (rank < 1 || !time.isTensor() || !time.isStatic() || time.rank() != 2 ||
      time.dim(0).size() % rank)
    return b.error() << "its filters have no known sizes or do not fit its rank";
  int64_t filters = time.dim(0).size(), steps = time.dim(1).size();
  Value *features = b.value("gemm", {b.in(0), b.in(1)}, attrsOf({{"transB", 1}}));
  features = b.value("unsqueeze", {features, b.ints({2})});
  Value *state = b.value("reshape", {b.in(4), b.ints({-1, filters, steps})});
  Value *kept = b.value("slice", {state, b.ints({1}), b.ints({INT32_MAX}), b.ints({2})});
  Value *next = b.value("concat", {kept, features}, attrsOf({{"axis", 2}}));
  Value *over = b.value("reduce_sum", {b.value("mul", {next, b.in(2)}), b.ints({2})},
                        attrsOf({{"keepdims", 0}}));
  over = b.value("reshape", {over, b.ints({-1, filters / rank, rank})});
  Value *y = b.value("reduce_sum", {over, b.ints({2})}, attrsOf({{"keepdims", 0}}));
  return finishWithFusedActivation(b, b.in(3) ? b.value("add", {y, b.in(3)}) : y);
}

} // namespace fixcon

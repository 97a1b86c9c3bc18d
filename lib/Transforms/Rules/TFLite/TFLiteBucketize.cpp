// How many boundaries each number reaches.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteBucketize(Op &, RuleBuilder &b) {
  auto boundaries = b.take<Attribute::Floats>("boundaries", {});
  if (failed(b.needs({0})))
    return failure();
  std::vector<float> numbers(boundaries.begin(), boundaries.end());
  Value *steps = b.constant(Tensor::of<float>({static_cast<int64_t>(numbers.size())}, numbers));
  Value *x = b.value("unsqueeze", {b.cast(b.in(0), DType::F32), b.ints({-1})});
  Value *reached = b.cast(b.value("greater_or_equal", {x, steps}), DType::I32);
  b.result(0, b.value("reduce_sum", {reached, b.ints({-1})}, attrsOf({{"keepdims", 0}})));
  return success();
}

} // namespace fixcon

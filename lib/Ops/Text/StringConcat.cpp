// Pairs of strings, broadcast, one behind the other.
#include "Elementwise/Elementwise.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

static LogicalResult inferStringConcat(InferContext &context) {
  return inferBroadcast(context, DType::String);
}

/// Row-major position in a tensor of `shape` of element `at` of the result.
static size_t broadcastPosition(int64_t at, const Shape &result, const Shape &shape) {
  int64_t position = 0, stride = 1;
  for (size_t back = 1; back <= result.size(); ++back) {
    int64_t dim = result[result.size() - back], index = at % dim;
    at /= dim;
    if (back > shape.size())
      continue;
    int64_t own = shape[shape.size() - back];
    position += (own == 1 ? 0 : index) * stride;
    stride *= own;
  }
  return static_cast<size_t>(position);
}

static LogicalResult evalStringConcat(EvalContext &context) {
  Tensor &z = context.out();
  const Tensor &x = context.in(0), &y = context.in(1);
  auto to = z.mutableStrings();
  for (size_t i = 0; i < to.size(); ++i) {
    auto at = static_cast<int64_t>(i);
    to[i] = x.strings()[broadcastPosition(at, z.shape(), x.shape())] +
            y.strings()[broadcastPosition(at, z.shape(), y.shape())];
  }
  return success();
}

OpDef defineStringConcat() {
  return OpDef("string_concat")
      .summary("Pairs of strings, one behind the other.")
      .operand("X")
      .operand("Y")
      .dtypes(DType::String)
      .infer(inferStringConcat)
      .reference(evalStringConcat)
      .onnx("StringConcat", 20);
}

} // namespace fixcon

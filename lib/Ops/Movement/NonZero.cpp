// The indices of all elements other than 0 or the empty string, one column each, in row-major
// order.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

LogicalResult inferNonZero(InferContext &context) {
  const Type &input = context.type(0);
  Dim rank = input.isRanked() ? Dim(static_cast<int64_t>(input.rank())) : Dim();
  context.setResult(0, Type::tensor(DType::I64, Dims{rank, Dim()}));
  return success();
}

bool isZero(const Tensor &tensor, int64_t i) {
  if (tensor.isString())
    return tensor.strings()[static_cast<size_t>(i)].empty();
  return isFloat(tensor.dtype()) ? tensor.toDouble(i) == 0 : tensor.toInt(i) == 0;
}

LogicalResult evaluateNonZero(EvalContext &context) {
  const Tensor &in = context.in(0);
  std::vector<int64_t> found;
  for (int64_t i = 0; i < in.size(); ++i)
    if (!isZero(in, i))
      found.push_back(i);
  std::vector<int64_t> indices;
  Shape strides = stridesOf(in.shape());
  for (size_t d = 0; d < in.rank(); ++d)
    for (int64_t i : found)
      indices.push_back(i / strides[d] % in.shape()[d]);
  context.out() =
      Tensor::of({static_cast<int64_t>(in.rank()), static_cast<int64_t>(found.size())}, indices);
  return success();
}

} // namespace

OpDef defineNonZero() {
  return OpDef("non_zero")
      .summary("The indices of all elements other than 0.")
      .operand("X")
      .dtypes(allTypes - DTypeClass::Complex)
      .infer(inferNonZero)
      .reference(evaluateNonZero)
      .onnx("NonZero", 9);
}

} // namespace fixcon

// A matrix of the operand's shape with 1 on the k-th diagonal above the main one, 0 elsewhere.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct EyeLikeAttrs {
  std::optional<DType> dtype; ///< absent: the operand's
  int64_t k = 0;

  template <class V> void visit(V &v) {
    v("dtype", dtype);
    v("k", k);
  }
};

LogicalResult inferEyeLike(InferContext &context) {
  const Type &input = context.type(0);
  if (!input.isTensor() || (input.isRanked() && input.rank() != 2)) // c1
    return context.error("eye_like_c1") << "input has type " << input.str();
  DType dtype = context.attrs<EyeLikeAttrs>().dtype.value_or(input.dtype());
  if (!isFloat(dtype) && !isInteger(dtype) && dtype != DType::Bool) // c2
    return context.error("eye_like_c2") << "dtype " << name(dtype);
  context.setResult(0, Type::tensor(dtype, input.isRanked() ? input.dims() : Dims(2)));
  return success();
}

LogicalResult evaluateEyeLike(EvalContext &context) {
  int64_t k = context.attrs<EyeLikeAttrs>().k;
  Tensor &out = context.out();
  int64_t rows = out.shape()[0], columns = out.shape()[1];
  withArithmeticType(out.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    auto data = out.mutableData<T>();
    if (k <= -rows || k >= columns)
      return;
    for (int64_t row = std::max<int64_t>(0, -k); row < rows && row + k < columns; ++row)
      data[static_cast<size_t>(row * columns + row + k)] = T(1);
  });
  return success();
}

} // namespace

OpDef defineEyeLike() {
  return OpDef("eye_like")
      .summary("Ones on one diagonal of a matrix of the operand's shape.")
      .operand("input")
      .dtypes(allTypes)
      .attrs<EyeLikeAttrs>()
      .infer(inferEyeLike)
      .reference(evaluateEyeLike)
      .onnx("EyeLike", 9);
}

} // namespace fixcon

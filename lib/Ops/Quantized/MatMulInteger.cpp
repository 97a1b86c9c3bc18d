// Matrix product of centred integers with a 32-bit result. The left zero point may be given by row,
// the right one by column.
#include "MatrixZeroPoint.h"
#include "Product/BatchedProduct.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

static LogicalResult inferMatMulInteger(InferContext &context) {
  auto dims = matMulDims(context, "mat_mul_integer", context.type(0), context.type(1));
  if (failed(dims))
    return failure();
  context.setResult(0, *dims ? Type::tensor(DType::I32, **dims) : Type::unranked(DType::I32));
  if (failed(checkMatrixZeroPoint(context, "mat_mul_integer", 0, 2, MatrixSide::Left)) ||
      failed(checkMatrixZeroPoint(context, "mat_mul_integer", 1, 3, MatrixSide::Right)))
    return failure();
  return success();
}

static LogicalResult evalMatMulInteger(EvalContext &context) {
  Tensor a =
      centeredMatrix(context.in(0), context.has(2) ? &context.in(2) : nullptr, MatrixSide::Left);
  Tensor b =
      centeredMatrix(context.in(1), context.has(3) ? &context.in(3) : nullptr, MatrixSide::Right);
  Tensor c(DType::F64, context.out().shape());
  BatchedProduct(a.shape(), b.shape())
      .addTo(a.data<double>().data(), b.data<double>().data(), c.mutableData<double>().data());
  context.out() = c.converted(DType::I32);
  return success();
}

OpDef defineMatMulInteger() {
  return OpDef("mat_mul_integer")
      .summary("Matrix product of integers less their zero points.")
      .operand("A")
      .operand("B", Role::Weight)
      .optional("a_zero_point", Role::ZeroPoint)
      .optional("b_zero_point", Role::ZeroPoint)
      .dtypes(quantizedTypes, {"A", "a_zero_point"})
      .dtypes(quantizedTypes, {"B", "b_zero_point"})
      .infer(inferMatMulInteger)
      .reference(evalMatMulInteger)
      .onnx("MatMulInteger", 10);
}

} // namespace fixcon

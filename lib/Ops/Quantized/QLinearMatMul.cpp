// Matrix product of quantised tensors: centred integers are multiplied exactly and requantised.
#include "MatrixZeroPoint.h"
#include "Product/BatchedProduct.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {
enum Operand : unsigned { A, AScale, AZero, B, BScale, BZero, YScale, YZero };
}

static LogicalResult inferQLinearMatMul(InferContext &context) {
  const char *label = "q_linear_mat_mul";
  auto dims = matMulDims(context, label, context.type(A), context.type(B));
  if (failed(dims))
    return failure();
  for (auto [matrix, parameter, side] :
       {std::tuple(A, AScale, MatrixSide::Left), std::tuple(A, AZero, MatrixSide::Left),
        std::tuple(B, BScale, MatrixSide::Right), std::tuple(B, BZero, MatrixSide::Right)})
    if (failed(checkMatrixZeroPoint(context, label, matrix, parameter, side)))
      return failure();
  for (unsigned i : {YScale, YZero})
    if (context.type(i).isStatic() && elementCount(context.type(i).shape()) != 1)
      return context.error("q_linear_mat_mul_c3") << "the result has one scale and zero point";
  DType dtype = context.type(YZero).dtype();
  context.setResult(0, *dims ? Type::tensor(dtype, **dims) : Type::unranked(dtype));
  return success();
}

static LogicalResult evalQLinearMatMul(EvalContext &context) {
  Tensor a = centeredMatrix(context.in(A), &context.in(AZero), MatrixSide::Left);
  Tensor b = centeredMatrix(context.in(B), &context.in(BZero), MatrixSide::Right);
  Tensor y(DType::F64, context.out().shape());
  auto values = y.mutableData<double>();
  BatchedProduct product(a.shape(), b.shape());
  product.addTo(a.data<double>().data(), b.data<double>().data(), values.data());
  auto aScale = context.in(AScale).toDoubles(), bScale = context.in(BScale).toDoubles();
  double yScale = context.in(YScale).toDouble(0), zero = context.in(YZero).toDouble(0);
  for (size_t i = 0; i < values.size(); ++i) {
    size_t col = i % static_cast<size_t>(product.cols);
    size_t row = i / static_cast<size_t>(product.cols);
    double scale = aScale[row % aScale.size()] * bScale[col % bScale.size()] / yScale;
    values[i] = quantize(values[i] * static_cast<float>(scale), zero, context.out().dtype());
  }
  context.out() = y.converted(context.out().dtype());
  return success();
}

OpDef defineQLinearMatMul() {
  return OpDef("q_linear_mat_mul")
      .summary("Matrix product of quantised tensors.")
      .operand("a")
      .operand("a_scale", Role::Scale)
      .operand("a_zero_point", Role::ZeroPoint)
      .operand("b", Role::Weight)
      .operand("b_scale", Role::Scale)
      .operand("b_zero_point", Role::ZeroPoint)
      .operand("y_scale", Role::Scale)
      .operand("y_zero_point", Role::ZeroPoint)
      .dtypes(quantizedTypes, {"a", "a_zero_point"})
      .dtypes(quantizedTypes, {"b", "b_zero_point"})
      .infer(inferQLinearMatMul)
      .reference(evalQLinearMatMul)
      .onnx("QLinearMatMul", 10);
}

} // namespace fixcon

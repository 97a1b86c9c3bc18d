// (x - zero point) * scale, by tensor, by axis or by block. The result has the dtype of the scale
// unless `output_dtype` names another.
#include "Definition/Axis.h"
#include "Quantization.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {
struct DequantizeAttrs {
  int64_t axis = 1, blockSize = 0;
  std::optional<DType> outputDType; ///< absent: the scale's
  template <class V> void visit(V &v) {
    v("axis", axis);
    v("block_size", blockSize);
    v("output_dtype", outputDType);
  }
};
} // namespace

static LogicalResult inferDequantize(InferContext &context) {
  auto attrs = context.attrs<DequantizeAttrs>();
  if (failed(checkParameters(context, "dequantize_linear", attrs.axis, attrs.blockSize)))
    return failure();
  const Type &x = context.type(0);
  DType dtype = attrs.outputDType.value_or(context.type(1).dtype());
  if (!isFloat(dtype))
    return context.error("dequantize_linear_c4") << "the result would not be a float";
  context.setResult(0, x.isRanked() ? Type::tensor(dtype, x.dims()) : Type::unranked(dtype));
  return success();
}

static LogicalResult evalDequantize(EvalContext &context) {
  auto attrs = context.attrs<DequantizeAttrs>();
  const Tensor &x = context.in(0), &scales = context.in(1);
  ParameterLayout layout(x.shape(), scales.shape(), resolveAxis(attrs.axis, x.rank()).value_or(0),
                         attrs.blockSize);
  auto scale = scales.toDoubles();
  std::vector<double> zero =
      context.has(2) ? context.in(2).toDoubles() : std::vector<double>(scale.size(), 0);
  auto to = context.out().mutableData<double>();
  for (size_t i = 0; i < to.size(); ++i) {
    size_t entry = layout.entry(static_cast<int64_t>(i));
    to[i] = (x.toDouble(static_cast<int64_t>(i)) - zero[entry]) * scale[entry];
  }
  return success();
}

OpDef defineDequantizeLinear() {
  return OpDef("dequantize_linear")
      .summary("(x - zero point) * scale.")
      .operand("x")
      .operand("x_scale", Role::Scale)
      .optional("x_zero_point", Role::ZeroPoint)
      .dtypes(quantizedTypes, {"x", "x_zero_point"})
      .axis("axis")
      .attrs<DequantizeAttrs>()
      .infer(inferDequantize)
      .reference(evalDequantize)
      .onnx("DequantizeLinear", 10);
}

} // namespace fixcon

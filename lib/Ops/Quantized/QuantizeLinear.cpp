// saturate(round(x / scale) + zero point), by tensor, by axis or by block. The result has the dtype
// of the zero point, else that of `output_dtype`, else u8. Small floats take x / scale itself.
//
// With `round_shifted` it is saturate(round(x / scale + zero point)): the same but for ties where
// the zero point is odd. ONNX has no such attribute; some runtimes' fused ops round so. `arithmetic` and what goes with
// it say how integer kernels come to the same numbers (FixedPoint.h).
#include "Definition/Axis.h"
#include "FixedPoint.h"
#include "Quantization.h"

#include "fixcon/Ops/EvalContext.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {
struct QuantizeAttrs {
  int64_t axis = 1, blockSize = 0, roundShifted = 0, saturate = 1;
  std::optional<DType> outputDType;
  std::optional<DType> precision; ///< how a runtime computes; not what is meant
  GridArithmetic kernel{};        ///< likewise
  int64_t unitAxis = -1;
  template <class V> void visit(V &v) {
    v("arithmetic", kernel.arithmetic);
    v("axis", axis);
    v("block_size", blockSize);
    v("divisor", kernel.divisor);
    v("high", kernel.high);
    v("low", kernel.low);
    v("negative_unit", kernel.negativeUnit);
    v("output_dtype", outputDType);
    v("precision", precision);
    v("round_shifted", roundShifted);
    v("saturate", saturate);
    v("unit", kernel.unit);
    v("unit_axis", unitAxis);
  }
};
} // namespace

static constexpr std::string_view arithmeticWords[] = {"",        "away",   "mean", "fixed",
                                                       "fixed32", "single", "wide"};

static LogicalResult inferQuantize(InferContext &context) {
  auto attrs = context.attrs<QuantizeAttrs>();
  if (failed(checkParameters(context, "quantize_linear", attrs.axis, attrs.blockSize)))
    return failure();
  DType dtype = context.has(2) ? context.type(2).dtype() : attrs.outputDType.value_or(DType::U8);
  const auto &words = arithmeticWords;
  const std::string &word = attrs.kernel.arithmetic;
  bool counts = !word.empty() && word != "away" && word != "mean";
  bool isKnown = std::ranges::find(words, word) != std::end(words);
  auto isPositive = [](double unit) { return unit > 0 && std::isfinite(unit); };
  if (!isKnown || (counts && (attrs.kernel.unit.empty() || attrs.kernel.divisor < 1 ||
                              !std::ranges::all_of(attrs.kernel.unit, isPositive))))
    return context.error("quantize_linear_c5") << "no arithmetic '" << word << "' with such units";
  bool small = isFloat(dtype) && byteSize(dtype) == 1;
  if (!small && !isQuantizable(dtype))
    return context.error("quantize_linear_c4") << name(dtype) << " is not a quantised type";
  const Type &x = context.type(0);
  context.setResult(0, x.isRanked() ? Type::tensor(dtype, x.dims()) : Type::unranked(dtype));
  return success();
}

/// Results of small float types are f64 here, like all floats.
static DType smallFloatOf(const EvalContext &context, const QuantizeAttrs &attrs) {
  if (const Value *zeroPoint = context.op().operand(2))
    return zeroPoint->type().dtype();
  return *attrs.outputDType;
}

/// As an integer kernel computes it.
static void quantizeByKernel(EvalContext &context, const QuantizeAttrs &attrs,
                             const ParameterLayout &layout, std::span<const double> zero) {
  const Tensor &x = context.in(0), &scales = context.in(1);
  DType dtype = context.out().dtype();
  Shape units = {std::ssize(attrs.kernel.unit)};
  size_t axis = resolveAxis(attrs.unitAxis, x.rank()).value_or(0);
  bool byAxis = x.rank() > 0 && units[0] > 1 && x.shape()[axis] == units[0];
  ParameterLayout unitLayout(x.shape(), byAxis ? units : Shape{1}, axis, 0);
  Tensor y(DType::F64, x.shape());
  auto to = y.mutableData<double>();
  for (size_t i = 0; i < to.size(); ++i) {
    auto at = static_cast<int64_t>(i);
    size_t entry = layout.entry(at);
    double scale = scales.toDouble(static_cast<int64_t>(entry));
    to[i] = attrs.kernel.quantized(x.toDouble(at), scale, zero.empty() ? 0 : zero[entry], dtype,
                                   unitLayout.entry(at));
  }
  context.out() = y.converted(dtype);
}

static LogicalResult evalQuantize(EvalContext &context) {
  auto attrs = context.attrs<QuantizeAttrs>();
  const Tensor &x = context.in(0), &scales = context.in(1);
  ParameterLayout layout(x.shape(), scales.shape(), resolveAxis(attrs.axis, x.rank()).value_or(0),
                         attrs.blockSize);
  DType dtype = context.out().dtype();
  std::vector<double> zero = context.has(2) ? context.in(2).toDoubles() : std::vector<double>();
  if (!attrs.kernel.arithmetic.empty()) {
    quantizeByKernel(context, attrs, layout, zero);
    return success();
  }
  Tensor y(DType::F64, x.shape());
  auto to = y.mutableData<double>();
  for (size_t i = 0; i < to.size(); ++i) {
    size_t entry = layout.entry(static_cast<int64_t>(i));
    double value =
        x.toDouble(static_cast<int64_t>(i)) / scales.toDouble(static_cast<int64_t>(entry));
    if (dtype != DType::F64) {
      double shift = zero.empty() ? 0 : zero[entry];
      to[i] =
          attrs.roundShifted ? quantize(value + shift, 0, dtype) : quantize(value, shift, dtype);
      continue;
    }
    DType small = smallFloatOf(context, attrs);
    to[i] = fromSmallFloat(small, toSmallFloat(small, value, attrs.saturate != 0));
  }
  context.out() = y.converted(dtype);
  return success();
}

OpDef defineQuantizeLinear() {
  return OpDef("quantize_linear")
      .summary("saturate(round(x / scale) + zero point).")
      .operand("x")
      .operand("y_scale", Role::Scale)
      .optional("y_zero_point", Role::ZeroPoint)
      .dtypes(numberTypes, {"x"})
      .dtypes(numberTypes, {"y_scale"})
      .axis("axis")
      .attrs<QuantizeAttrs>()
      .infer(inferQuantize)
      .reference(evalQuantize)
      .onnx("QuantizeLinear", 10);
}

} // namespace fixcon

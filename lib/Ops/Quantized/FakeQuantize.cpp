// What QuantizeLinear and DequantizeLinear do together: x to the nearest number of a grid,
//
//   (saturate(round(x / scale) + zero point) - real zero point) * real scale
//
// The latter two are the former where they are absent. Without a scale the grid is the one that
// DynamicQuantizeLinear chooses for the range of x.
#include "Definition/Axis.h"
#include "Quantization.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {
enum Operand : unsigned { X, Scale, Zero, RealScale, RealZero };

struct FakeQuantizeAttrs {
  int64_t axis = 1;
  template <class V> void visit(V &v) { v("axis", axis); }
};
} // namespace

static LogicalResult inferFakeQuantize(InferContext &context) {
  if (context.has(Scale)) {
    if (!context.has(Zero) || context.has(RealScale) != context.has(RealZero))
      return context.error("fake_quantize_c1") << "a scale without its zero point";
    int64_t axis = context.attrs<FakeQuantizeAttrs>().axis;
    if (failed(checkParameters(context, "fake_quantize", axis, 0)))
      return failure();
    for (auto [real, like] : {std::pair(RealScale, Scale), std::pair(RealZero, Zero)})
      if (context.has(real) && !(context.type(real) == context.type(like)))
        return context.error("fake_quantize_c2")
               << context.type(real).str() << " beside " << context.type(like).str();
  }
  context.setResult(0, context.type(X));
  return success();
}

static void roundToRange(const Tensor &x, Tensor &y) {
  auto from = x.data<double>();
  auto to = y.mutableData<double>();
  DynamicGrid grid = dynamicGrid(from);
  for (size_t i = 0; i < to.size(); ++i)
    to[i] =
        (quantize(from[i] / grid.scale, grid.zeroPoint, DType::U8) - grid.zeroPoint) * grid.scale;
}

static LogicalResult evalFakeQuantize(EvalContext &context) {
  const Tensor &x = context.in(X);
  if (!context.has(Scale)) {
    roundToRange(x, context.out());
    return success();
  }
  const Tensor &scales = context.in(Scale);
  size_t axis = resolveAxis(context.attrs<FakeQuantizeAttrs>().axis, x.rank()).value_or(0);
  ParameterLayout layout(x.shape(), scales.shape(), axis, 0);
  bool isOther = context.has(RealScale);
  auto scale = scales.toDoubles(), zero = context.in(Zero).toDoubles();
  auto realScale = isOther ? context.in(RealScale).toDoubles() : scale,
       realZero = isOther ? context.in(RealZero).toDoubles() : zero;
  DType dtype = context.in(Zero).dtype();
  auto from = x.data<double>();
  auto to = context.out().mutableData<double>();
  for (size_t i = 0; i < to.size(); ++i) {
    size_t e = layout.entry(static_cast<int64_t>(i));
    to[i] = (quantize(from[i] / scale[e], zero[e], dtype) - realZero[e]) * realScale[e];
  }
  return success();
}

OpDef defineFakeQuantize() {
  return OpDef("fake_quantize")
      .summary("The number of a grid that is nearest to x.")
      .operand("x")
      .optional("scale", Role::Scale)
      .optional("zero_point", Role::ZeroPoint)
      .optional("real_scale", Role::Scale)
      .optional("real_zero_point", Role::ZeroPoint)
      .axis("axis")
      .attrs<FakeQuantizeAttrs>()
      .infer(inferFakeQuantize)
      .reference(evalFakeQuantize);
}

} // namespace fixcon

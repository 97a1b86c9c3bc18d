// Functions of 16 bits by a table over all that the operand can be.
#include "Kernel.h"

#include "InterpolatedTable.h"

#include <cmath>

namespace fixcon {

namespace {

struct CurveAttrs : KernelAttrs {
  std::string function = "exp";
  template <class V> void visit(V &v) {
    KernelAttrs::visit(v);
    v("function", function);
  }
};

/// What has no root is what gives the greatest number.
float inverseRoot(float x) { return x > 0 ? 1 / std::sqrt(x) : INFINITY; }
float exponential(float x) { return std::exp(x); }

using Curve = float (*)(float);

Curve curveOf(const CurveAttrs &attrs) {
  return attrs.function == "exp" ? exponential : attrs.function == "rsqrt" ? inverseRoot : nullptr;
}

LogicalResult inferCurve(InferContext &context) {
  auto attrs = context.attrs<CurveAttrs>();
  if (!curveOf(attrs))
    return context.error("kernel_curve_c2") << "no function '" << attrs.function << "'";
  return inferKernel(context);
}

LogicalResult evalCurve(EvalContext &context) {
  auto attrs = context.attrs<CurveAttrs>();
  KernelRun run(context, attrs);
  auto real = [&](int64_t q) { return run.scale(1) * static_cast<float>(q - attrs.zeroPoints[0]); };
  auto result = [&](int64_t q) {
    return run.resultScale() * static_cast<float>(q - run.resultZero());
  };
  constexpr float numbers = 65536;
  InterpolatedTable table(curveOf(attrs), real(INT16_MIN), real(INT16_MAX),
                          numbers / (result(INT16_MAX) - result(INT16_MIN)));
  std::vector<int64_t> q = context.in(1).toInts();
  for (int64_t &number : q)
    number = table.at(number);
  run.give(q);
  return success();
}

} // namespace

OpDef defineKernelCurve() {
  return kernelOp("kernel_curve", "The integers of EXP and RSQRT of 16 bits.", {"x"})
      .attrs<CurveAttrs>()
      .infer(inferCurve)
      .reference(evalCurve);
}

} // namespace fixcon

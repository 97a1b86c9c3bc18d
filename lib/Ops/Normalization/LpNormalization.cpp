// x divided by its 1- or 2-norm along one axis; a line of zeros stays zero.
#include "Softmax.h"

#include "fixcon/Ops/EvalContext.h"

#include <cmath>

namespace fixcon {

namespace {
struct LpNormalizationAttrs {
  int64_t axis = -1, p = 2;
  template <class V> void visit(V &v) {
    v("axis", axis);
    v("p", p);
  }
};
} // namespace

static LogicalResult inferLpNormalization(InferContext &context) {
  auto attrs = context.attrs<LpNormalizationAttrs>();
  if (attrs.p != 1 && attrs.p != 2)
    return context.error("lp_normalization_c2") << "p = " << attrs.p << " is neither 1 nor 2";
  return inferLine(context, "lp_normalization", attrs.axis);
}

static LogicalResult evalLpNormalization(EvalContext &context) {
  auto attrs = context.attrs<LpNormalizationAttrs>();
  forEachLine(context.in(0), context.out(), attrs.axis, [&](const Line &line) {
    double norm = 0;
    for (int64_t i = 0; i < line.count; ++i)
      norm += attrs.p == 1 ? std::fabs(line.in(i)) : line.in(i)*line.in(i);
    if (attrs.p == 2)
      norm = std::sqrt(norm);
    for (int64_t i = 0; i < line.count; ++i)
      line.out(i) = norm == 0 ? 0 : line.in(i) / norm;
  });
  return success();
}

OpDef defineLpNormalization() {
  return OpDef("lp_normalization")
      .summary("x divided by its norm along an axis.")
      .operand("input")
      .alongAxis("axis")
      .attrs<LpNormalizationAttrs>()
      .infer(inferLpNormalization)
      .reference(evalLpNormalization)
      .onnx("LpNormalization");
}

} // namespace fixcon

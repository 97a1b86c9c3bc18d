// x times the normal distribution function of x: 0.5 * x * (1 + erf(x / sqrt(2))), or with "tanh"
// 0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) (Hendrycks and Gimpel, Gaussian Error
// Linear Units).
#include "Elementwise.h"

#include <cmath>
#include <numbers>

namespace fixcon {
namespace {

struct GeluAttrs {
  std::string approximate = "none"; ///< or "tanh"

  template <class V> void visit(V &v) { v("approximate", approximate); }
};

LogicalResult inferGelu(InferContext &context) {
  std::string approximate = context.attrs<GeluAttrs>().approximate;
  if (approximate != "none" && approximate != "tanh") // c5
    return context.error("gelu_c5") << "approximate is '" << approximate << "'";
  return inferBroadcast(context, context.type(0).dtype());
}

Scalar formula(std::span<const Scalar> args, const Op &op) {
  Scalar x = args[0];
  if (readAttrs<GeluAttrs>(op).approximate == "none")
    return x * 0.5 * (Scalar(1) + Scalar::make(Scalar::Kind::Erf, {x / std::numbers::sqrt2}));
  double scale = std::sqrt(2 / std::numbers::pi);
  Scalar inner = (x + x * x * x * 0.044715) * scale;
  return x * 0.5 * (Scalar(1) + Scalar::make(Scalar::Kind::Tanh, {inner}));
}

} // namespace

OpDef defineGelu() {
  return OpDef("gelu")
      .summary("x times the probability that a standard normal variable is below x.")
      .operand("X")
      .attrs<GeluAttrs>()
      .dtypes(floatTypes)
      .infer(inferGelu)
      .formula(formula)
      .onnx("Gelu", 20);
}

} // namespace fixcon

// A symmetric window of size 1 has no period: the formula divides 0 by 0 there, and so do we.
#include "CosineWindow.h"

#include "Definition/ScalarOperand.h"

#include "fixcon/Ops/EvalContext.h"

#include <cmath>
#include <numbers>

namespace fixcon {

namespace {
struct WindowAttrs {
  DType outputDatatype = DType::F32;
  int64_t periodic = 1;
  template <class V> void visit(V &v) {
    v("output_datatype", outputDatatype);
    v("periodic", periodic);
  }
};
} // namespace

static LogicalResult inferWindow(InferContext &context) {
  DType dtype = context.attrs<WindowAttrs>().outputDatatype;
  auto size = scalarInt(context, 0, context.op().name() + "_c2");
  if (failed(checkNumeric(context, dtype, context.op().name() + "_c1")) || failed(size))
    return failure();
  if (*size && **size < 0)
    return context.error(context.op().name() + "_c3") << "the size is " << **size;
  context.setResult(0, Type::tensor(dtype, Dims{*size ? Dim(**size) : Dim()}));
  return success();
}

static LogicalResult evalWindow(EvalContext &context, const std::array<double, 3> &factors) {
  Tensor &out = context.out();
  int64_t size = out.size();
  double period = static_cast<double>(context.attrs<WindowAttrs>().periodic ? size : size - 1);
  Tensor window(DType::F64, {size});
  auto values = window.mutableData<double>();
  for (size_t n = 0; n < values.size(); ++n) {
    double angle = 2 * std::numbers::pi * static_cast<double>(n) / period;
    values[n] = factors[0] - factors[1] * std::cos(angle) + factors[2] * std::cos(2 * angle);
  }
  out = window.converted(out.dtype());
  return success();
}

OpDef &describeCosineWindow(OpDef &def, std::array<double, 3> factors) {
  return def.operand("size", Role::Shape)
      .attrs<WindowAttrs>()
      .infer(inferWindow)
      .reference([factors](EvalContext &context) { return evalWindow(context, factors); });
}

} // namespace fixcon

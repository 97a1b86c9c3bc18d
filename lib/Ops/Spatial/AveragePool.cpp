// The mean of each window. The divisor counts the elements inside the input, or also those in the
// padding if count_include_pad is set; positions that only the ceiling adds never count.
#include "Pool.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {
struct AveragePoolAttrs : PoolAttrs {
  int64_t countIncludePad = 0;
  template <class V> void visit(V &v) {
    PoolAttrs::visit(v);
    v("count_include_pad", countIncludePad);
  }
};
} // namespace

static LogicalResult inferAveragePool(InferContext &context) {
  auto dims = poolDims(context, "average_pool", context.attrs<AveragePoolAttrs>());
  if (failed(dims))
    return failure();
  DType dtype = context.type(0).dtype();
  context.setResult(0, *dims ? Type::tensor(dtype, **dims) : Type::unranked(dtype));
  return success();
}

static LogicalResult evalAveragePool(EvalContext &context) {
  auto attrs = context.attrs<AveragePoolAttrs>();
  PoolGeometry geometry(attrs, context.in(0).shape(), context.out().shape());
  const double *x = context.in(0).data<double>().data();
  double *y = context.out().mutableData<double>().data();
  forEachWindow(geometry, [&](const PoolWindow &window) {
    double sum = 0;
    window.forEach([&](int64_t at) { sum += x[at]; });
    int64_t divisor = attrs.countIncludePad ? window.countWithPadding() : window.count();
    *y++ = sum / static_cast<double>(divisor);
  });
  return success();
}

OpDef defineAveragePool() {
  return OpDef("average_pool")
      .summary("Mean of each window.")
      .operand("X")
      .window({.reduction = "reduce_mean"})
      .keepsSign()
      .attrs<AveragePoolAttrs>()
      .infer(inferAveragePool)
      .reference(evalAveragePool)
      .onnx("AveragePool", 7);
}

} // namespace fixcon

// The p-norm of each window: (sum of |x|^p)^(1/p); padding adds nothing.
#include "Pool.h"

#include "fixcon/Ops/EvalContext.h"

#include <cmath>

namespace fixcon {

namespace {
struct LpPoolAttrs : PoolAttrs {
  int64_t p = 2;
  template <class V> void visit(V &v) {
    PoolAttrs::visit(v);
    v("p", p);
  }
};
} // namespace

static LogicalResult inferLpPool(InferContext &context) {
  auto attrs = context.attrs<LpPoolAttrs>();
  auto dims = poolDims(context, "lp_pool", attrs);
  if (failed(dims))
    return failure();
  if (attrs.p < 1)
    return context.error("lp_pool_c3") << "p = " << attrs.p << " gives no norm";
  DType dtype = context.type(0).dtype();
  context.setResult(0, *dims ? Type::tensor(dtype, **dims) : Type::unranked(dtype));
  return success();
}

static LogicalResult evalLpPool(EvalContext &context) {
  auto attrs = context.attrs<LpPoolAttrs>();
  auto p = static_cast<double>(attrs.p);
  PoolGeometry geometry(attrs, context.in(0).shape(), context.out().shape());
  const double *x = context.in(0).data<double>().data();
  double *y = context.out().mutableData<double>().data();
  forEachWindow(geometry, [&](const PoolWindow &window) {
    double sum = 0;
    window.forEach([&](int64_t at) { sum += std::pow(std::fabs(x[at]), p); });
    *y++ = std::pow(sum, 1 / p);
  });
  return success();
}

OpDef defineLpPool() {
  return OpDef("lp_pool")
      .summary("p-norm of each window.")
      .operand("X")
      .window()
      .attrs<LpPoolAttrs>()
      .infer(inferLpPool)
      .reference(evalLpPool)
      .onnx("LpPool", 2);
}

} // namespace fixcon

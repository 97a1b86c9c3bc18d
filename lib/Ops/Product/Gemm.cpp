// alpha * op(A) * op(B) + beta * C, where op may transpose and C broadcasts to the result.
#include "Definition/Axis.h"
#include "Product.h"
#include "fixcon/Ops/Broadcast.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

namespace {
struct GemmAttrs {
  double alpha = 1, beta = 1;
  int64_t transA = 0, transB = 0;
  template <class V> void visit(V &v) {
    v("alpha", alpha);
    v("beta", beta);
    v("transA", transA);
    v("transB", transB);
  }
};
} // namespace

static LogicalResult inferGemm(InferContext &context) {
  auto attrs = context.attrs<GemmAttrs>();
  const Type &a = context.type(0), &b = context.type(1);
  if ((a.isRanked() && a.rank() != 2) || (b.isRanked() && b.rank() != 2))
    return context.error("gemm_c1") << a.str() << " and " << b.str() << " need to be matrices";
  Dims result(2);
  if (a.isRanked())
    result[0] = a.dim(attrs.transA ? 1 : 0);
  if (b.isRanked())
    result[1] = b.dim(attrs.transB ? 0 : 1);
  if (a.isRanked() && b.isRanked() &&
      clash(a.dim(attrs.transA ? 0 : 1), b.dim(attrs.transB ? 1 : 0)))
    return context.error("gemm_c2") << a.str() << " against " << b.str();
  if (context.isRanked(2)) {
    auto sum = broadcast(context.type(2).dims(), result);
    bool fits =
        sum && sum->size() == 2 && !clash((*sum)[0], result[0]) && !clash((*sum)[1], result[1]);
    if (!fits)
      return context.error("gemm_c3") << context.type(2).str() << " does not broadcast to "
                                      << result[0].str() << "x" << result[1].str();
  }
  if (isInteger(a.dtype()) && byteSize(a.dtype()) > 4)
    return context.error("gemm_c4") << "products of " << name(a.dtype()) << " are not exact here";
  context.setResult(0, Type::tensor(a.dtype(), result));
  return success();
}

static void addBroadcast(const Tensor &c, double beta, const Shape &shape, double *y) {
  Tensor values = c.converted(DType::F64);
  auto from = values.data<double>();
  Shape strides = broadcastStrides(c.shape(), shape);
  for (int64_t i = 0; i < shape[0]; ++i)
    for (int64_t j = 0; j < shape[1]; ++j)
      *y++ = beta * from[static_cast<size_t>(i * strides[0] + j * strides[1])];
}

/// Integers up to 32 bits are computed in double precision, which holds them exactly.
static LogicalResult evalGemm(EvalContext &context) {
  auto attrs = context.attrs<GemmAttrs>();
  Tensor a = context.in(0).converted(DType::F64), b = context.in(1).converted(DType::F64);
  Shape shape = context.out().shape();
  Tensor y(DType::F64, shape);
  double *out = y.mutableData<double>().data();
  int64_t inner = a.shape()[attrs.transA ? 0 : 1];
  if (attrs.alpha != 1) {
    for (double &value : a.mutableData<double>())
      value *= attrs.alpha;
  }
  if (context.has(2) && attrs.beta != 0)
    addBroadcast(context.in(2), attrs.beta, shape, out);
  addProduct(shape[0], inner, shape[1], {a.data<double>().data(), a.shape()[1], attrs.transA != 0},
             {b.data<double>().data(), b.shape()[1], attrs.transB != 0}, out, shape[1]);
  context.out() = y.converted(context.out().dtype());
  return success();
}

OpDef defineGemm() {
  return OpDef("gemm")
      .summary("alpha * A * B + beta * C with optional transposes.")
      .operand("A")
      .operand("B", Role::Weight)
      .optional("C", Role::Bias)
      .dtypes(numberTypes)
      .linear({.weight = 1,
               .weightAxis = 1,
               .resultAxis = 1,
               .bias = 2,
               .plain = {"alpha", "beta", "transA", "transB"}})
      .attrs<GemmAttrs>()
      .infer(inferGemm)
      .reference(evalGemm)
      .onnx("Gemm", 7);
}

} // namespace fixcon

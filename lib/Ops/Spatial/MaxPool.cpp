// The largest element of each window and, on demand, where it lies: an index into the whole input,
// with the spatial axes counted in column-major order if storage_order is 1.
#include "Pool.h"

#include "fixcon/Ops/EvalContext.h"

#include <cmath>
#include <limits>

namespace fixcon {

namespace {
struct MaxPoolAttrs : PoolAttrs {
  int64_t storageOrder = 0;
  template <class V> void visit(V &v) {
    PoolAttrs::visit(v);
    v("storage_order", storageOrder);
  }
};
} // namespace

static LogicalResult inferMaxPool(InferContext &context) {
  auto dims = poolDims(context, "max_pool", context.attrs<MaxPoolAttrs>());
  if (failed(dims))
    return failure();
  DType dtype = context.type(0).dtype();
  context.setResult(0, *dims ? Type::tensor(dtype, **dims) : Type::unranked(dtype));
  context.setResult(1, *dims ? Type::tensor(DType::I64, **dims) : Type::unranked(DType::I64));
  return success();
}

static int64_t columnMajor(const PoolGeometry &g, int64_t at) {
  int64_t plane = at / g.inputSize(), inside = at % g.inputSize();
  int64_t x = inside % g.input[2], y = inside / g.input[2] % g.input[1];
  int64_t z = inside / (g.input[1] * g.input[2]);
  return plane * g.inputSize() + (x * g.input[1] + y) * g.input[0] + z;
}

template <class T>
static void maxPool(const PoolGeometry &g, const T *x, T *y, int64_t *indices, bool columns) {
  forEachWindow(g, [&](const PoolWindow &window) {
    T best = std::numeric_limits<T>::lowest();
    if constexpr (std::is_floating_point_v<T>)
      best = -std::numeric_limits<T>::infinity();
    int64_t where = -1;
    window.forEach([&](int64_t at) {
      if (where < 0 || x[at] > best || x[at] != x[at]) {
        best = x[at];
        where = at;
      }
    });
    *y++ = best;
    *indices++ = columns && where >= 0 ? columnMajor(g, where) : where;
  });
}

static LogicalResult evalMaxPool(EvalContext &context) {
  auto attrs = context.attrs<MaxPoolAttrs>();
  const Tensor &x = context.in(0);
  Tensor &y = context.out(0);
  PoolGeometry geometry(attrs, x.shape(), y.shape());
  Tensor indices(DType::I64, y.shape());
  bool known = withArithmeticType(x.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    maxPool<T>(geometry, x.data<T>().data(), y.mutableData<T>().data(),
               indices.mutableData<int64_t>().data(), attrs.storageOrder != 0);
  });
  if (!known)
    return context.error() << "no order among elements of " << name(x.dtype());
  if (context.hasResult(1))
    context.out(1) = std::move(indices);
  return success();
}

OpDef defineMaxPool() {
  return OpDef("max_pool")
      .summary("Largest element of each window, and its index.")
      .operand("X")
      .dtypes(realTypes)
      .window({.reduction = "reduce_max"})
      .keepsSign()
      .results(1, 2)
      .attrs<MaxPoolAttrs>()
      .infer(inferMaxPool)
      .reference(evalMaxPool)
      .onnx("MaxPool");
}

} // namespace fixcon

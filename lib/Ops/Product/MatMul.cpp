// The matrix product of NumPy: the last two dims multiply, those before broadcast, and a vector
// stands for a row on the left or a column on the right whose dim is dropped from the result.
#include "BatchedProduct.h"
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

static LogicalResult inferMatMul(InferContext &context) {
  auto result = matMulDims(context, "mat_mul", context.type(0), context.type(1));
  if (failed(result))
    return failure();
  DType dtype = context.type(0).dtype();
  context.setResult(0, *result ? Type::tensor(dtype, **result) : Type::unranked(dtype));
  return success();
}

/// Integers wrap; they are few, and need no blocking.
template <class T>
static void addIntegerProduct(const BatchedProduct &p, const T *a, const T *b, T *c) {
  for (int64_t i = 0; i < p.rows; ++i)
    for (int64_t k = 0; k < p.inner; ++k)
      for (int64_t j = 0; j < p.cols; ++j) {
        auto product =
            static_cast<uint64_t>(a[i * p.inner + k]) * static_cast<uint64_t>(b[k * p.cols + j]);
        c[i * p.cols + j] = static_cast<T>(static_cast<uint64_t>(c[i * p.cols + j]) + product);
      }
}

static LogicalResult evalMatMul(EvalContext &context) {
  const Tensor &a = context.in(0), &b = context.in(1);
  Tensor &c = context.out();
  BatchedProduct product(a.shape(), b.shape());
  if (a.dtype() == DType::F64) {
    product.addTo(a.data<double>().data(), b.data<double>().data(), c.mutableData<double>().data());
    return success();
  }
  bool known = withArithmeticType(a.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    if constexpr (!std::is_floating_point_v<T>)
      product.forEach([&](int64_t at, int64_t bt, int64_t ct) {
        addIntegerProduct(product, a.data<T>().data() + at, b.data<T>().data() + bt,
                          c.mutableData<T>().data() + ct);
      });
  });
  return known ? success() : LogicalResult(context.error() << "no product of this element type");
}

OpDef defineMatMul() {
  return OpDef("mat_mul")
      .summary("Matrix product over the last two dims, the others broadcast.")
      .operand("A")
      .operand("B", Role::Weight)
      .dtypes(numberTypes)
      .linear({.weight = 1, .weightAxis = -1, .resultAxis = -1})
      .infer(inferMatMul)
      .reference(evalMatMul)
      .onnx("MatMul");
}

} // namespace fixcon

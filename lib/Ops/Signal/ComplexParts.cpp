// The real and the imaginary part of complex numbers, on a last axis of two.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

static LogicalResult inferComplexParts(InferContext &context) {
  const Type &x = context.type(0);
  DType part = x.dtype() == DType::C128 ? DType::F64 : DType::F32;
  Dims dims = x.dims();
  dims.emplace_back(2);
  context.setResult(0, x.isRanked() ? Type::tensor(part, dims) : Type::unranked(part));
  return success();
}

template <class T> static void split(const Tensor &x, Tensor &y) {
  auto from = x.data<std::complex<T>>();
  auto to = y.mutableData<double>();
  for (size_t i = 0; i < from.size(); ++i) {
    to[2 * i] = static_cast<double>(from[i].real());
    to[2 * i + 1] = static_cast<double>(from[i].imag());
  }
}

static LogicalResult evalComplexParts(EvalContext &context) {
  const Tensor &x = context.in(0);
  if (x.dtype() == DType::C128)
    split<double>(x, context.out());
  else
    split<float>(x, context.out());
  return success();
}

OpDef defineComplexParts() {
  return OpDef("complex_parts")
      .summary("Real and imaginary part of complex numbers, on a last axis.")
      .operand("x")
      .dtypes(DTypeClass::Complex)
      .infer(inferComplexParts)
      .reference(evalComplexParts);
}

} // namespace fixcon

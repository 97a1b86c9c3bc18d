// Complex numbers, whose real and imaginary parts the last axis holds.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

static LogicalResult inferComplexOfParts(InferContext &context) {
  const Type &x = context.type(0);
  DType whole = x.dtype() == DType::F64 ? DType::C128 : DType::C64;
  context.setResult(0, Type::unranked(whole));
  if (!x.isRanked())
    return success();
  if (x.rank() == 0 || (x.dims().back().isStatic() && x.dims().back().size() != 2))
    return context.error("complex_of_parts_c1") << x.str() << " has no last axis of two parts";
  context.setResult(0, Type::tensor(whole, Dims(x.dims().begin(), x.dims().end() - 1)));
  return success();
}

template <class T> static void join(const Tensor &x, Tensor &y) {
  auto from = x.data<double>();
  auto to = y.mutableData<std::complex<T>>();
  for (size_t i = 0; i < to.size(); ++i)
    to[i] = {static_cast<T>(from[2 * i]), static_cast<T>(from[2 * i + 1])};
}

static LogicalResult evalComplexOfParts(EvalContext &context) {
  Tensor &y = context.out();
  if (y.dtype() == DType::C128)
    join<double>(context.in(0), y);
  else
    join<float>(context.in(0), y);
  return success();
}

OpDef defineComplexOfParts() {
  return OpDef("complex_of_parts")
      .summary("Complex numbers of parts on the last axis.")
      .operand("x")
      .dtypes(DTypeSet(DType::F32) | DType::F64)
      .infer(inferComplexOfParts)
      .reference(evalComplexOfParts);
}

} // namespace fixcon

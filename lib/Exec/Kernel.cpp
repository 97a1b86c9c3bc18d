#include "fixcon/Exec/Kernel.h"

namespace fixcon {

std::optional<DType> arithmeticDType(DType declared, Numerics numerics) {
  if (!isFloat(declared))
    return std::nullopt;
  if (numerics == Numerics::Exact || declared == DType::F64)
    return DType::F64;
  return declared == DType::F32 ? std::optional(DType::F32) : std::nullopt;
}

} // namespace fixcon

#include "fixcon/Ops/ElementCode.h"

#include <iterator>

namespace fixcon {

// In the order of TensorProto.DataType, from FLOAT = 1 on.
static constexpr DType codes[] = {
    DType::F32,    DType::U8,         DType::I8,   DType::U16,  DType::I16,      DType::I32,
    DType::I64,    DType::String,     DType::Bool, DType::F16,  DType::F64,      DType::U32,
    DType::U64,    DType::C64,        DType::C128, DType::BF16, DType::F8E4M3FN, DType::F8E4M3FNUZ,
    DType::F8E5M2, DType::F8E5M2FNUZ, DType::U4,   DType::I4,   DType::F4E2M1,   DType::F8E8M0,
    DType::U2,     DType::I2};

std::optional<DType> dtypeOfCode(int64_t code) {
  if (code < 1 || code > static_cast<int64_t>(std::size(codes)))
    return std::nullopt;
  return codes[code - 1];
}

int64_t codeOf(DType type) {
  int64_t code = 1;
  while (codes[code - 1] != type)
    ++code;
  return code;
}

} // namespace fixcon

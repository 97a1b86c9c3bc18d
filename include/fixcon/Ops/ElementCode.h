// ONNX's numbers for element types, which attributes such as Cast's `to` hold.
#pragma once

#include "fixcon/Tensor/DType.h"

#include <optional>

namespace fixcon {

/// The dtype of a TensorProto.DataType; nullopt if there is none.
std::optional<DType> dtypeOfCode(int64_t code);

/// The TensorProto.DataType of a dtype.
int64_t codeOf(DType type);

} // namespace fixcon

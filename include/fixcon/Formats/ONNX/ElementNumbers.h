// The numbers by which ONNX knows element types (TensorProto.DataType), in files and in attributes
// such as Cast's `to`.
#pragma once

#include "fixcon/Tensor/DType.h"

namespace fixcon {

/// The dtype of that number; nullopt if there is none.
std::optional<DType> dtypeOfElementNumber(int64_t number);
/// The number of a dtype.
int64_t elementNumberOf(DType dtype);

} // namespace fixcon

// Types of tensors in the file and in the IR.
#pragma once

#include "fixcon/IR/Type.h"

#include "Model_generated.h"

namespace fixcon {

/// The dtype of an element type; nullopt for resources, variants and types that are not known.
std::optional<DType> dtypeOf(tfl::TensorType type);
/// The way back; nullopt if the format has no such type.
std::optional<tfl::TensorType> tensorTypeOf(DType dtype);

/// The type of a tensor, its dims those of the signature where there is one; -1 is unknown. Unknown where
/// the dtype is. Without a grid.
Type typeOf(const tfl::Tensor &tensor);
/// The grid that the file gives a tensor; null where it gives none.
std::shared_ptr<const Quantization> gridOf(const tfl::Tensor &tensor);

} // namespace fixcon

// Samples as one batch.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <optional>

namespace fixcon {

/// Whether two tensors differ in the length of the first axis at most, and are no strings.
bool canStack(const Tensor &a, const Tensor &b);
/// All of them, of which there is one at least, one behind the other along the first axis; nothing if two
/// do not fit.
std::optional<Tensor> stack(std::span<const Tensor> parts);

/// The first `count` along the first axis, of which there are as many at least; no strings.
Tensor firstRows(const Tensor &tensor, int64_t count);

} // namespace fixcon

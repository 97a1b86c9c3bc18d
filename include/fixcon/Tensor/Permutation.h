// Permutations of axes, as transpose has them: axis i of the result is axis perm[i] of the operand.
#pragma once

#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

using Permutation = std::vector<int64_t>;

/// Whether each of 0 .. n - 1 is there once.
bool isPermutation(std::span<const int64_t> perm);
bool isIdentity(std::span<const int64_t> perm);
/// The permutation that takes back what `perm` does.
Permutation inverse(std::span<const int64_t> perm);
/// Where each element of the result comes from, as offsets into a tensor of that shape.
std::vector<int64_t> transposedOffsets(const Shape &shape, std::span<const int64_t> perm);
/// The elements in the new order. `perm` is a permutation of the tensor's axes.
Tensor transpose(const Tensor &tensor, std::span<const int64_t> perm);

} // namespace fixcon

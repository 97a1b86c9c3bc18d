// Permutations of axes, as transpose has them: axis i of the result is axis perm[i] of the operand.
#pragma once

#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

/// The permutation of a transpose (absent: reversed axes); nothing if the rank is not known.
std::optional<Attribute::Ints> permOf(const Op &transpose);
bool isIdentity(const Attribute::Ints &perm);
Attribute::Ints inverse(const Attribute::Ints &perm);
/// The operand's axis that `axis` of the result is; negative ones count from the end.
int64_t mappedAxis(const Attribute::Ints &perm, int64_t axis);
/// A transpose of `x`, or `x` itself if nothing would move.
Value *transposed(Rewriter &b, Value *x, const Attribute::Ints &perm);
/// The elements in the new order; any dtype but strings.
Tensor permuted(const Tensor &tensor, const Attribute::Ints &perm);

} // namespace fixcon

// The permutations of transpose ops.
#pragma once

#include "fixcon/Tensor/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

/// The permutation of a transpose (absent: reversed axes); nothing if the rank is not known.
std::optional<Attribute::Ints> permOf(const Op &transpose);
/// The operand's axis that `axis` of the result is; negative ones count from the end.
int64_t mappedAxis(const Attribute::Ints &perm, int64_t axis);
/// A transpose of `x`, or `x` itself if nothing would move.
Value *transposed(Rewriter &b, Value *x, const Attribute::Ints &perm);

} // namespace fixcon

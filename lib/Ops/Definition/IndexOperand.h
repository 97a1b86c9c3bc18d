// Operands that hold positions: counted from either end, checked before they are used.
#pragma once

#include "Movement/Moves.h"

namespace fixcon {

/// `at` counted from the front of a dim; nullopt if it is outside.
inline std::optional<int64_t> resolvePosition(int64_t at, int64_t dim) {
  if (at < -dim || at >= dim)
    return std::nullopt;
  return at < 0 ? at + dim : at;
}

/// Elements of operand i as positions in `dim`. Label <op>_c0: they are not known; <op>_c9: one is
/// outside.
FailureOr<std::vector<int64_t>> positions(InferContext &context, unsigned i, int64_t dim);

/// Row-major position, among elements of `shape`, of the dims from `first` on.
IndexExpr positionOf(const Shape &shape, unsigned first);

} // namespace fixcon

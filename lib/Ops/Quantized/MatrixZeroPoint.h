// Zero points and scales of matrices: one entry, one for each row on the left, or one for each
// column on the right of a product.
#pragma once

#include "Quantization.h"

namespace fixcon {

enum class MatrixSide { Left, Right };

/// Checks operand `parameter` of the matrix operand `matrix`. Reports under `<label>_c3`.
LogicalResult checkMatrixZeroPoint(const InferContext &context, const std::string &label,
                                   unsigned matrix, unsigned parameter, MatrixSide side);

/// The axis that the entries of a parameter belong to.
inline size_t parameterAxis(const Tensor &matrix, MatrixSide side) {
  return matrix.rank() < 2 ? 0 : matrix.rank() - (side == MatrixSide::Left ? 2 : 1);
}

inline Tensor centeredMatrix(const Tensor &q, const Tensor *zeroPoint, MatrixSide side) {
  return centered(q, zeroPoint, parameterAxis(q, side));
}

} // namespace fixcon

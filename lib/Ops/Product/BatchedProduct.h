// The shapes of the NumPy matrix product, shared by the float, the integer and the quantised op.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// Dims of the product, or none if a rank is not known. Reports under `<label>_c1`, `_c2`.
FailureOr<std::optional<Dims>> matMulDims(const InferContext &context, const std::string &label,
                                          const Type &a, const Type &b);

/// A product of concrete shapes that matMulDims accepted: `batch` matrices of rows x cols.
struct BatchedProduct {
  int64_t rows = 1, inner = 1, cols = 1;
  Shape batch, stridesA, stridesB; ///< in matrices, 0 where an operand repeats

  BatchedProduct(Shape a, Shape b);

  /// Calls fn with the element offsets of each pair of matrices and of their product.
  void forEach(const std::function<void(int64_t a, int64_t b, int64_t c)> &fn) const;
  void addTo(const double *a, const double *b, double *c) const;
};

} // namespace fixcon

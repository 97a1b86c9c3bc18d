// Dense matrix products in double precision.
#pragma once

#include <cstdint>

namespace fixcon {

/// A matrix in memory: element (i, j) lies at data[i * rowStride + j], or at
/// data[j * rowStride + i] if transposed.
struct ConstMatrix {
  const double *data;
  int64_t rowStride;
  bool transposed = false;
};

/// result(i, j) += sum over k of a(i, k) * b(k, j). The order of the sum depends on the sizes
/// alone, so that equal operands give equal bits.
void addProduct(int64_t rows, int64_t inner, int64_t cols, ConstMatrix a, ConstMatrix b,
                double *result, int64_t resultStride);

} // namespace fixcon

// What kernels of matrix products share.
#pragma once

#include "Kernels.h"

namespace fixcon {

/// The product of pairs of matrices [rows, inner] and [inner, columns], which may lie transposed. Where all pairs have
/// the same right matrix, their rows are those of one.
struct Product {
  int64_t rows = 0, inner = 0, columns = 0;
  bool leftTransposed = false, rightTransposed = false;
  std::vector<int64_t> left, right; ///< which matrix of each operand a pair has
  Shape result;
};

/// What the op computes for operands of these shapes; nullopt if the kernel does not.
using ProductRule = std::optional<Product> (*)(const Op &op, const Shape &a, const Shape &b);

std::unique_ptr<Kernel> makeProductKernel(KernelRequest request, ProductRule rule);

} // namespace fixcon

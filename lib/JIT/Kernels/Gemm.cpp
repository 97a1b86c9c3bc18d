// A product of two matrices plus a third one. Factors other than 1 are left to the reference.
#include "Product.h"

namespace fixcon {

static std::optional<Product> productOf(const Op &op, const Shape &a, const Shape &b) {
  const double *alpha = op.attr<double>("alpha"), *beta = op.attr<double>("beta");
  const int64_t *transA = op.attr<int64_t>("transA"), *transB = op.attr<int64_t>("transB");
  if ((alpha && *alpha != 1) || (beta && *beta != 1 && op.operand(2)) || a.size() != 2 ||
      b.size() != 2)
    return std::nullopt;
  Product p;
  p.leftTransposed = transA && *transA;
  p.rightTransposed = transB && *transB;
  p.rows = a[p.leftTransposed];
  p.inner = a[!p.leftTransposed];
  p.columns = b[!p.rightTransposed];
  if (b[p.rightTransposed] != p.inner || p.rows < 1 || p.inner < 1 || p.columns < 1)
    return std::nullopt;
  p.left = p.right = {0};
  p.result = {p.rows, p.columns};
  return p;
}

std::unique_ptr<Kernel> makeGemmKernel(KernelRequest request) {
  return makeProductKernel(std::move(request), productOf);
}

} // namespace fixcon

// Matrix products by Eigen, whose blocked kernel needs no tuning at the sizes of our models.
#include "Product.h"

#include "fixcon/Support/Stop.h"

#include <Eigen/Core>

namespace fixcon {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Strided = Eigen::OuterStride<>;

void addProduct(int64_t rows, int64_t inner, int64_t cols, ConstMatrix a, ConstMatrix b,
                double *result, int64_t resultStride) {
  if (rows == 0 || inner == 0 || cols == 0)
    return;
  checkStop();
  // What takes seconds is done in parts, so that it can be stopped.
  constexpr double workAtOnce = 4e9;
  double perRow = static_cast<double>(inner) * static_cast<double>(cols);
  if (int64_t half = rows / 2; half > 0 && perRow * static_cast<double>(rows) > workAtOnce) {
    ConstMatrix below{a.data + half * (a.transposed ? 1 : a.rowStride), a.rowStride, a.transposed};
    addProduct(half, inner, cols, a, b, result, resultStride);
    addProduct(rows - half, inner, cols, below, b, result + half * resultStride, resultStride);
    return;
  }
  using View = Eigen::Map<const RowMajor, 0, Strided>;
  View left(a.data, a.transposed ? inner : rows, a.transposed ? rows : inner, Strided(a.rowStride));
  View right(b.data, b.transposed ? cols : inner, b.transposed ? inner : cols,
             Strided(b.rowStride));
  Eigen::Map<RowMajor, 0, Strided> out(result, rows, cols, Strided(resultStride));
  if (a.transposed && b.transposed)
    out.noalias() += left.transpose() * right.transpose();
  else if (a.transposed)
    out.noalias() += left.transpose() * right;
  else if (b.transposed)
    out.noalias() += left * right.transpose();
  else
    out.noalias() += left * right;
}

} // namespace fixcon

// The determinant of the matrices in the last two dims, by elimination with the largest pivot.
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

static LogicalResult inferDet(InferContext &context) {
  const Type &x = context.type(0);
  context.setResult(0, Type::unranked(x.dtype()));
  if (!x.isRanked())
    return success();
  if (x.rank() < 2 || clash(x.dim(x.rank() - 1), x.dim(x.rank() - 2)))
    return context.error("det_c1") << x.str() << " has no square matrices";
  context.setResult(0, Type::tensor(x.dtype(), Dims(x.dims().begin(), x.dims().end() - 2)));
  return success();
}

static double determinant(std::vector<double> m, size_t n) {
  double result = 1;
  for (size_t col = 0; col < n; ++col) {
    size_t pivot = col;
    for (size_t row = col; row < n; ++row)
      if (std::fabs(m[row * n + col]) > std::fabs(m[pivot * n + col]))
        pivot = row;
    if (m[pivot * n + col] == 0)
      return 0;
    if (pivot != col) {
      std::swap_ranges(m.data() + pivot * n, m.data() + (pivot + 1) * n, m.data() + col * n);
      result = -result;
    }
    result *= m[col * n + col];
    for (size_t row = col + 1; row < n; ++row) {
      double factor = m[row * n + col] / m[col * n + col];
      for (size_t k = col; k < n; ++k)
        m[row * n + k] -= factor * m[col * n + k];
    }
  }
  return result;
}

static LogicalResult evalDet(EvalContext &context) {
  const Tensor &x = context.in(0);
  auto n = static_cast<size_t>(x.shape().back());
  const double *from = x.data<double>().data();
  for (double &result : context.out().mutableData<double>()) {
    result = determinant(std::vector<double>(from, from + n * n), n);
    from += n * n;
  }
  return success();
}

OpDef defineDet() {
  return OpDef("det")
      .summary("Determinant of the matrices in the last two dims.")
      .operand("X")
      .infer(inferDet)
      .reference(evalDet)
      .onnx("Det");
}

} // namespace fixcon

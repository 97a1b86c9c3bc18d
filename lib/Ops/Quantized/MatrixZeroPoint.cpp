// Checks of matrix parameters.
#include "MatrixZeroPoint.h"

#include "Definition/Axis.h"

namespace fixcon {

LogicalResult checkMatrixZeroPoint(const InferContext &context, const std::string &label,
                                   unsigned matrix, unsigned parameter, MatrixSide side) {
  if (!context.isRanked(matrix) || !context.has(parameter) || !context.type(parameter).isStatic())
    return success();
  const Type &x = context.type(matrix);
  size_t axis = x.rank() < 2 ? 0 : x.rank() - (side == MatrixSide::Left ? 2 : 1);
  auto count = elementCount(context.type(parameter).shape());
  if (count == 1 || (x.rank() >= 2 && count && !clash(x.dim(axis), *count)))
    return success();
  return context.error(label + "_c3")
         << context.type(parameter).str() << " as a parameter of " << x.str();
}

} // namespace fixcon

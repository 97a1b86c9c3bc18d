// The one element may lie in a tensor of any rank: files have [1] where a scalar is meant.
#include "ScalarOperand.h"

namespace fixcon {

/// Operand i is, as far as one knows, one number of a dtype that `fits`.
static LogicalResult checkScalar(const InferContext &context, unsigned i, std::string_view label,
                                 bool (*fits)(DType)) {
  const Type &type = context.type(i);
  bool one = type.isTensor() && fits(type.dtype());
  for (size_t d = 0; one && type.isRanked() && d < type.rank(); ++d)
    one = !type.dim(d).isStatic() || type.dim(d).size() == 1;
  const Tensor *value = context.value(i);
  if (one && (!value || value->size() == 1))
    return success();
  return context.error(label) << "operand " << i << " has type " << type.str()
                              << ", one number is expected";
}

FailureOr<std::optional<int64_t>> scalarInt(InferContext &context, unsigned i,
                                            std::string_view label) {
  if (!context.has(i))
    return std::optional<int64_t>();
  if (failed(checkScalar(context, i, label, isInteger)))
    return failure();
  const Tensor *value = context.value(i);
  return value ? std::optional(value->toInt(0)) : std::nullopt;
}

FailureOr<std::optional<double>> scalarFloat(InferContext &context, unsigned i,
                                             std::string_view label) {
  if (!context.has(i))
    return std::optional<double>();
  if (failed(checkScalar(context, i, label, isFloat)))
    return failure();
  const Tensor *value = context.value(i);
  return value ? std::optional(value->toDouble(0)) : std::nullopt;
}

LogicalResult checkNumeric(const InferContext &context, DType dtype, std::string_view label) {
  if (isFloat(dtype) || isInteger(dtype))
    return success();
  return context.error(label) << "element type " << name(dtype) << " is no float and no integer";
}

} // namespace fixcon

// Operands that are one number, and attributes that name an element type: checked where they come
// in, so that a hostile one is a diagnostic.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// The only element of operand i, an integer; nullopt if it is not known or absent. An error with
/// `label` if the operand cannot be one integer.
FailureOr<std::optional<int64_t>> scalarInt(InferContext &context, unsigned i,
                                            std::string_view label);

/// The same for a floating point number.
FailureOr<std::optional<double>> scalarFloat(InferContext &context, unsigned i,
                                             std::string_view label);

/// An error with `label` unless the dtype is a float or an integer.
LogicalResult checkNumeric(const InferContext &context, DType dtype, std::string_view label);

} // namespace fixcon

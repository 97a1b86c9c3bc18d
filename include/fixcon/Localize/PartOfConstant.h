// A weight of the normal form that is part of a constant of the file.
#pragma once

#include "fixcon/Align/Layout.h"

namespace fixcon {

/// Indices `offset` to `offset + shape[axis]` of one axis of a constant, in the order that `layout`
/// makes of the weight's elements.
struct PartOfConstant {
  Layout layout;
  Shape shape; ///< of the part, with all axes of the constant
  size_t axis;
  int64_t offset;
};

/// Where `constant` has the elements of `weight`, which is smaller, up to the rounding of folding.
std::optional<PartOfConstant> partHolding(const Tensor &constant, const Tensor &weight);
/// That part of it, in `shape` and in the order of elements of the weight.
Tensor partOf(const Tensor &constant, const PartOfConstant &part, const Shape &shape);
/// The constant with that part of it as `weight` wants it.
Tensor withPart(const Tensor &constant, const PartOfConstant &part, const Tensor &weight);

} // namespace fixcon

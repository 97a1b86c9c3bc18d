// What the IR and the standard call by different kinds.
#pragma once

#include "fixcon/IR/Attribute.h"

#include <optional>

namespace fixcon {

/// A value as an attribute of the kind that a schema asks for ("int", "floats" ...); nothing if it
/// cannot be one. Tensors give their elements, lists of one element that element.
std::optional<Attribute> asKind(const Attribute &value, std::string_view kind);

/// A value as the elements of a tensor: lists become i64[n] or f32[n], numbers scalars.
std::optional<Tensor> asTensor(const Attribute &value);

/// Equal up to the rounding of floats to f32, in which the standard holds attributes.
bool sameValue(const Attribute &a, const Attribute &b);

} // namespace fixcon

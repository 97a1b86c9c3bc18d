// Multidirectional (NumPy) broadcasting, for shape rules and kernels alike.
#pragma once

#include "fixcon/IR/Type.h"

#include <optional>

namespace fixcon {

/// The dims that `a` and `b` broadcast to. Unknown against 1 or unknown stays unknown; unknown or a
/// symbol against a number n > 1 is n. nullopt if two numbers clash.
std::optional<Dims> broadcast(const Dims &a, const Dims &b);

/// Whether the same elements in two shapes meet the same axes: leading axes of one element say nothing.
bool broadcastAlike(const Shape &a, const Shape &b);

/// Strides in elements with which an operand of `shape` is read under `result`; 0 where it repeats.
Shape broadcastStrides(const Shape &shape, const Shape &result);

} // namespace fixcon

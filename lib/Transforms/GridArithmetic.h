// How the integer kernels of TensorFlow Lite come to the numbers that operators on grids mean.
#pragma once

#include "fixcon/IR/Graph.h"

#include <functional>
#include <memory>

namespace fixcon {

using GridOfValue = std::function<std::shared_ptr<const Quantization>(const Value *)>;

/// The attributes of the quantize_linear behind an operator that say so; its result has that dtype.
AttrDict gridArithmetic(const Op &op, DType result, const GridOfValue &gridOf);

/// The bounds of the activation that the operator has fused, as attributes `low` and `high`.
void addActivationBounds(AttrDict &attrs, const Op &op);

} // namespace fixcon

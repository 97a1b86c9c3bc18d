// What the files say of an operator that is not known, compared.
#pragma once

#include "fixcon/Localize/Hyperparameters.h"

namespace fixcon {

/// Attributes; absent ones count as their defaults only where the operator's schema is published. Constants that
/// are no real numbers count as attributes would, as `operand_<i>`. Nested graphs differ if their ops do, one by
/// one.
std::vector<HyperparameterDifference> opaqueDifferences(const Op &source, const Op &target);

} // namespace fixcon

// Versions of operators, which grow with what their options and operands may be.
#pragma once

#include "fixcon/IR/Graph.h"

#include <span>

namespace fixcon {

/// The least version of an operator on real numbers that has these options and operands.
int64_t operatorVersion(std::string_view type, const AttrDict &attrs,
                        std::span<const Type> operands);

} // namespace fixcon

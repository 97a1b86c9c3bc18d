// Operators on grids whose integers no rounding of real numbers gives, and operators of floats that round what they multiply.
#pragma once

#include "GridArithmetic.h"

#include <optional>
#include <string>
#include <vector>

namespace fixcon {

/// A core op (fixcon/Ops/Computed.h) behind what is meant.
struct KernelCall {
  std::string core;
  std::vector<Value *> operands; ///< behind what is meant
  AttrDict attrs;
};

/// What gives the integers of the interpreter's reference kernel of an operator; nothing where rounding does.
std::optional<KernelCall> kernelOf(const Op &op, const GridOfValue &gridOf);

/// How the interpreter rounds operand 0 of an operator, which is real and is multiplied with weights on a grid.
struct HybridRounding {
  AttrDict rows;            ///< of rounded_rows
  bool roundsState = false; ///< a recurrence rounds its state in the same way
};
std::optional<HybridRounding> hybridRounding(const Op &op, const GridOfValue &gridOf);

} // namespace fixcon

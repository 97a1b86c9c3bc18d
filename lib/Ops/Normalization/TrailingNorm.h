// Normalisations over all axes from one axis on, with parameters that broadcast to the operand.
#pragma once

#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

struct TrailingNormAttrs {
  int64_t axis = -1;
  DType stashType = DType::F32; ///< of mean and deviation as a runtime computes them
  double epsilon = 1e-5f;
  template <class V> void visit(V &v) {
    v("axis", axis);
    v("epsilon", epsilon);
    v("stash_type", stashType);
  }
};

/// Checks axis and parameters (operands 1 to `last`); result 0 has the type of operand 0.
LogicalResult inferTrailingNorm(InferContext &context, const std::string &label, unsigned last);

/// Multiplies y by operand 1 and adds operand 2 if there is one; both broadcast.
void scaleAndShift(const EvalContext &context, Tensor &y);

} // namespace fixcon

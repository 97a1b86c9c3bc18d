// What ops that draw random numbers share. A run draws the same numbers every time: from the op's
// own seed if it has one, else from the run's.
#pragma once

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

/// The generator of one run of the op.
Random generatorFor(const EvalContext &context, std::optional<double> seed);

/// Each element of result 0, a tensor of floats, becomes what `draw` gives next.
template <class Draw>
void drawElements(EvalContext &context, std::optional<double> seed, Draw &&draw) {
  Random random = generatorFor(context, seed);
  for (double &value : context.out().mutableData<double>())
    value = draw(random);
}

/// Result 0 has the dims that an attribute lists and the float dtype of a TensorProto.DataType.
/// Labels: <op>_c1 no float, <op>_c2 the shape is missing or negative.
LogicalResult inferDrawn(InferContext &context, const std::optional<Attribute::Ints> &shape,
                         int64_t dtype);

/// Result 0 has the dims of operand 0, and its dtype if the attribute is absent.
/// Labels: <op>_c1 no float, <op>_c2 the operand is no tensor.
LogicalResult inferDrawnLike(InferContext &context, std::optional<int64_t> dtype);

} // namespace fixcon

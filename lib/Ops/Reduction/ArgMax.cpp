// The index of the largest element along one axis.
#include "ArgExtremum.h"

namespace fixcon {

OpDef defineArgMax() {
  return argExtremumOp("arg_max", "Index of the largest element along an axis.", Extremum::Largest)
      .onnx("ArgMax");
}

} // namespace fixcon

// The index of the smallest element along one axis.
#include "ArgExtremum.h"

namespace fixcon {

OpDef defineArgMin() {
  return argExtremumOp("arg_min", "Index of the smallest element along an axis.",
                       Extremum::Smallest)
      .onnx("ArgMin");
}

} // namespace fixcon

// Numbers from a normal distribution with a given mean and deviation, in the shape that an
// attribute lists.
#include "Draw.h"

namespace fixcon {

OpDef defineRandomNormal() {
  return drawOp<Normal>(
             "random_normal",
             "Random numbers from a normal distribution, in the shape that an attribute lists.")
      .onnx("RandomNormal");
}

} // namespace fixcon

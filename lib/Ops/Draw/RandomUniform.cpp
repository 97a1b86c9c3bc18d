// Numbers from a uniform distribution between two bounds, in the shape that an attribute lists.
#include "Draw.h"

namespace fixcon {

OpDef defineRandomUniform() {
  return drawOp<Uniform>(
             "random_uniform",
             "Random numbers from a uniform distribution, in the shape that an attribute lists.")
      .onnx("RandomUniform");
}

} // namespace fixcon

// Numbers from a uniform distribution between two bounds, in the shape of the operand.
#include "Draw.h"

namespace fixcon {

OpDef defineRandomUniformLike() {
  return drawLikeOp<Uniform>(
             "random_uniform_like",
             "Random numbers from a uniform distribution, in the shape of the operand.")
      .onnx("RandomUniformLike");
}

} // namespace fixcon

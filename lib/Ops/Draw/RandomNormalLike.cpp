// Numbers from a normal distribution with a given mean and deviation, in the shape of the operand.
#include "Draw.h"

namespace fixcon {

OpDef defineRandomNormalLike() {
  return drawLikeOp<Normal>(
             "random_normal_like",
             "Random numbers from a normal distribution, in the shape of the operand.")
      .onnx("RandomNormalLike");
}

} // namespace fixcon

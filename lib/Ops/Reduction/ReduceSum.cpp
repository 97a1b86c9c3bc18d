// sum over the given axes, exact for integers.
#include "Definition/WrappingFold.h"
#include "Reduce.h"

namespace fixcon {

OpDef defineReduceSum() {
  return foldOp<WrappingSum>("reduce_sum", "Sum over axes.").keepsSign().onnx("ReduceSum", 13);
}

} // namespace fixcon

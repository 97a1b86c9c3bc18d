// product over the given axes, exact for integers.
#include "Reduce.h"
#include "WrappingFold.h"

namespace fixcon {

OpDef defineReduceProd() {
  return foldOp<WrappingProduct>("reduce_prod", "product over axes").onnx("ReduceProd", 18);
}

} // namespace fixcon

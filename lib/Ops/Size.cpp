// The number of elements of the operand.
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

OpDef defineSize() {
  return OpDef("size")
      .summary("The number of elements.")
      .operand("data")
      .infer([](InferContext &context) {
        context.setResult(0, Type::tensor(DType::I64, Dims()));
        return success();
      })
      .reference([](EvalContext &context) {
        context.out() = Tensor::scalar(context.in(0).size());
        return success();
      })
      .onnx("Size");
}

} // namespace fixcon

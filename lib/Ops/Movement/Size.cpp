// The number of elements of the operand.
#include "Definition/SizeTensor.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

OpDef defineSize() {
  return OpDef("size")
      .summary("The number of elements.")
      .operand("data")
      .dtypes(allTypes)
      .infer([](InferContext &context) {
        context.setResult(0, Type::tensor(DType::I64, Dims()));
        return success();
      })
      .reference([](EvalContext &context) {
        context.out() = Tensor::scalar(context.in(0).size());
        return success();
      })
      .sizes([](const InferContext &context) -> std::optional<SizeTensor> {
        if (!context.isRanked(0))
          return std::nullopt;
        SizeProduct count;
        for (const Dim &dim : context.type(0).dims())
          count.multiply(dim);
        return SizeTensor{{}, {count}};
      })
      .onnx("Size");
}

} // namespace fixcon

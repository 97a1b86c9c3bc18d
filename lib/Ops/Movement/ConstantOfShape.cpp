// A tensor of the wanted shape with the same value everywhere.
#include "Definition/SizeTensor.h"
#include "Moves.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {
namespace {

struct ConstantOfShapeAttrs {
  std::optional<Tensor> value; ///< of one element; absent: 0 as f32

  template <class V> void visit(V &v) { v("value", value); }
};

LogicalResult inferConstantOfShape(InferContext &context) {
  auto value = context.attrs<ConstantOfShapeAttrs>().value;
  if (value && value->size() != 1) // c1
    return context.error("constant_of_shape_c1") << "value has " << value->size() << " elements";
  DType dtype = value ? value->dtype() : DType::F32;
  auto sizes = knownSizes(context, 0);
  auto length = listLength(context, 0);
  constexpr int64_t highestRank = 1024;
  if (!sizes && (!length || *length > highestRank)) {
    context.setResult(0, Type::unranked(dtype));
    return success();
  }
  Dims dims(sizes ? sizes->size() : static_cast<size_t>(*length));
  for (size_t i = 0; sizes && i < dims.size(); ++i) {
    const SizeProduct &size = (*sizes)[i];
    if (size.isNumber() && size.number() < 0) // c2
      return context.error("constant_of_shape_c2") << "dim " << i << " is " << size.number();
    dims[i] = size.dim();
  }
  context.setResult(0, Type::tensor(dtype, std::move(dims)));
  return success();
}

LogicalResult evaluateConstantOfShape(EvalContext &context) {
  auto value = context.attrs<ConstantOfShapeAttrs>().value;
  Tensor &out = context.out();
  if (!value)
    return success();
  IndexMap map{out.shape(), {}, 0u};
  Tensor element = value->dtype() == out.dtype() ? *value : value->converted(out.dtype());
  const Tensor *operands[] = {&element};
  out = gather(map, operands);
  return success();
}

} // namespace

OpDef defineConstantOfShape() {
  return OpDef("constant_of_shape")
      .summary("One value everywhere, in the wanted shape.")
      .operand("input", Role::Shape)
      .attrs<ConstantOfShapeAttrs>()
      .infer(inferConstantOfShape)
      .reference(evaluateConstantOfShape)
      .onnx("ConstantOfShape", 9);
}

} // namespace fixcon

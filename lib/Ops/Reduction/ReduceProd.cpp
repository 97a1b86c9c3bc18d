// product over the given axes, exact for integers.
#include "Definition/SizeTensor.h"
#include "Definition/WrappingFold.h"
#include "Reduce.h"

namespace fixcon {

/// The number of elements that a shape counts: all in one.
static std::optional<SizeTensor> countOf(const InferContext &context) {
  auto sizes = sizesOf(context, 0);
  const Type &type = context.results()[0];
  if (!sizes || !type.isStatic() || elementCount(type.shape()) != 1)
    return std::nullopt;
  SizeProduct count;
  for (const SizeProduct &size : sizes->elements)
    count.multiply(size);
  return SizeTensor{type.shape(), {count}};
}

OpDef defineReduceProd() {
  return foldOp<WrappingProduct>("reduce_prod", "Product over axes.")
      .sizes(countOf)
      .onnx("ReduceProd", 18);
}

} // namespace fixcon

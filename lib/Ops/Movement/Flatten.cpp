// Two dims: the product of the dims before `axis` and that of the others.
#include "Definition/SizeProduct.h"
#include "Moves.h"

namespace fixcon {
namespace {

struct FlattenAttrs {
  int64_t axis = 1;

  template <class V> void visit(V &v) { v("axis", axis); }
};

LogicalResult inferFlatten(InferContext &context) {
  if (!context.isRanked(0))
    return setDims(context, Dims(2));
  const Dims &dims = context.type(0).dims();
  auto rank = static_cast<int64_t>(dims.size());
  int64_t axis = context.attrs<FlattenAttrs>().axis;
  if (axis < -rank || axis > rank) // c1
    return context.error("flatten_c1") << "axis " << axis << " of " << rank << " dims";
  auto split = static_cast<size_t>(axis < 0 ? axis + rank : axis);
  SizeProduct before, behind;
  for (size_t i = 0; i < dims.size(); ++i)
    (i < split ? before : behind).multiply(dims[i]);
  return setDims(context, Dims{before.dim(), behind.dim()});
}

} // namespace

OpDef defineFlatten() {
  return OpDef("flatten")
      .summary("A matrix of the same elements in the same order.")
      .operand("input")
      .view()
      .attrs<FlattenAttrs>()
      .infer(inferFlatten)
      .movement(viewAfter(inferFlatten))
      .onnx("Flatten");
}

} // namespace fixcon

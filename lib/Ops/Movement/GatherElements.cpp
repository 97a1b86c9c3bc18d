// For each index the element of the data whose position along `axis` the index names and whose
// other positions are those of the index itself.
#include "Definition/Axis.h"
#include "Definition/IndexOperand.h"

namespace fixcon {
namespace {

struct GatherElementsAttrs {
  int64_t axis = 0;

  template <class V> void visit(V &v) { v("axis", axis); }
};

LogicalResult inferGatherElements(InferContext &context) {
  const Type &data = context.type(0), &indices = context.type(1);
  if (!data.isRanked() || !indices.isRanked())
    return setDims(context, indices.isRanked() ? std::optional(indices.dims()) : std::nullopt);
  int64_t given = context.attrs<GatherElementsAttrs>().axis;
  auto axis = resolveAxis(given, data.rank());
  if (!axis) // c1
    return context.error("gather_elements_c1") << "axis " << given << " of " << data.str();
  bool fits = data.rank() == indices.rank();
  for (size_t i = 0; fits && i < data.rank(); ++i)
    fits = i == *axis || !data.dim(i).isStatic() || !indices.dim(i).isStatic() ||
           indices.dim(i).size() <= data.dim(i).size();
  if (!fits) // c3
    return context.error("gather_elements_c3")
           << "indices " << indices.str() << " lie outside of " << data.str();
  return setDims(context, indices.dims());
}

FailureOr<IndexMap> mapGatherElements(InferContext &context, const Shape &shape) {
  const Type &data = context.type(0);
  size_t axis = *resolveAxis(context.attrs<GatherElementsAttrs>().axis, data.rank());
  auto table = positions(context, 1, data.dim(axis).size());
  if (failed(table))
    return failure();
  auto index = dimExprs(shape.size());
  index[axis] = IndexExpr::lookup(tableOf(std::move(*table)), positionOf(shape, 0));
  return readAt(shape, std::move(index));
}

} // namespace

OpDef defineGatherElements() {
  return OpDef("gather_elements")
      .summary("Single elements along an axis, by their positions.")
      .operand("data")
      .operand("indices", Role::Index)
      .axis("axis")
      .attrs<GatherElementsAttrs>()
      .infer(inferGatherElements)
      .movement(moveAfter(inferGatherElements, mapGatherElements))
      .onnx("GatherElements", 11);
}

} // namespace fixcon

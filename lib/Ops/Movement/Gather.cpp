// Slices of the data along an axis, in the order that the indices name them.
#include "Definition/Axis.h"
#include "Definition/IndexOperand.h"

namespace fixcon {
namespace {

struct GatherAttrs {
  int64_t axis = 0;

  template <class V> void visit(V &v) { v("axis", axis); }
};

LogicalResult inferGather(InferContext &context) {
  const Type &data = context.type(0), &indices = context.type(1);
  if (!data.isRanked())
    return setDims(context, std::nullopt);
  int64_t given = context.attrs<GatherAttrs>().axis;
  auto axis = resolveAxis(given, data.rank());
  if (!axis) // c1
    return context.error("gather_c1") << "axis " << given << " of " << data.str();
  if (!indices.isRanked())
    return setDims(context, std::nullopt);
  Dims dims = data.dims();
  auto at = dims.erase(dims.begin() + static_cast<std::ptrdiff_t>(*axis));
  dims.insert(at, indices.dims().begin(), indices.dims().end());
  return setDims(context, std::move(dims));
}

FailureOr<IndexMap> mapGather(InferContext &context, const Shape &shape) {
  const Type &data = context.type(0);
  size_t axis = *resolveAxis(context.attrs<GatherAttrs>().axis, data.rank());
  auto table = positions(context, 1, data.dim(axis).size());
  if (failed(table))
    return failure();
  Shape picked = context.type(1).shape();
  std::vector<IndexExpr> index;
  for (unsigned i = 0; i < data.rank(); ++i)
    index.push_back(IndexExpr::dim(i < axis ? i : i + unsigned(picked.size()) - 1));
  IndexExpr at = positionOf(picked, static_cast<unsigned>(axis));
  index[axis] = IndexExpr::lookup(tableOf(std::move(*table)), at);
  return readAt(shape, std::move(index));
}

} // namespace

OpDef defineGather() {
  return OpDef("gather")
      .summary("Slices of the data along an axis, by their positions.")
      .operand("data")
      .operand("indices", Role::Index)
      .axis("axis")
      .attrs<GatherAttrs>()
      .infer(inferGather)
      .movement(moveAfter(inferGather, mapGather))
      .onnx("Gather");
}

} // namespace fixcon

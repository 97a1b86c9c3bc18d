// The slices along an axis (or the elements of the flattened tensor) whose condition is true.
#include "Definition/Axis.h"
#include "Moves.h"

#include <algorithm>

namespace fixcon {
namespace {

struct CompressAttrs {
  std::optional<int64_t> axis; ///< absent: of the flattened tensor

  template <class V> void visit(V &v) { v("axis", axis); }
};

/// Positions of true conditions.
std::optional<std::vector<int64_t>> chosen(const InferContext &context) {
  const Tensor *condition = context.value(1);
  if (!condition || condition->dtype() != DType::Bool)
    return std::nullopt;
  std::vector<int64_t> positions;
  for (int64_t i = 0; i < condition->size(); ++i)
    if (condition->toInt(i))
      positions.push_back(i);
  return positions;
}

LogicalResult inferCompress(InferContext &context) {
  auto given = context.attrs<CompressAttrs>().axis;
  auto positions = chosen(context);
  Dim count = positions ? Dim(static_cast<int64_t>(positions->size())) : Dim();
  if (!given)
    return setDims(context, Dims{count});
  if (!context.isRanked(0))
    return setDims(context, std::nullopt);
  Dims dims = context.type(0).dims();
  auto axis = resolveAxis(*given, dims.size());
  if (!axis) // c1
    return context.error("compress_c1") << "axis " << *given << " of " << context.type(0).str();
  dims[*axis] = count;
  return setDims(context, std::move(dims));
}

FailureOr<IndexMap> mapCompress(InferContext &context, const Shape &shape) {
  Shape data = context.type(0).shape();
  auto positions = *chosen(context);
  auto given = context.attrs<CompressAttrs>().axis;
  size_t axis = given ? *resolveAxis(*given, data.size()) : 0;
  int64_t limit = given ? data[axis] : *elementCount(data);
  if (!positions.empty() && positions.back() >= limit) // c2
    return context.error("compress_c2")
           << "condition " << positions.back() << " of " << limit << " elements";
  auto index = dimExprs(shape.size());
  index[axis] = IndexExpr::lookup(tableOf(std::move(positions)), index[axis]);
  IndexMap map = readAt(shape, std::move(index));
  return given ? map : compose(map, IndexMap::reshape(data, {*elementCount(data)}));
}

} // namespace

OpDef defineCompress() {
  return OpDef("compress")
      .summary("The slices whose condition is true.")
      .operand("input")
      .operand("condition", Role::Index)
      .dtypes(DType::Bool, {"condition"})
      .axis("axis")
      .attrs<CompressAttrs>()
      .infer(inferCompress)
      .movement(moveAfter(inferCompress, mapCompress))
      .onnx("Compress", 9);
}

} // namespace fixcon

// values[1] where the position along `axis` is the one that the index names, values[0] elsewhere.
// An index outside of [-depth, depth) names none.
#include "Definition/Axis.h"
#include "Definition/IndexOperand.h"

namespace fixcon {
namespace {

struct OneHotAttrs {
  int64_t axis = -1;

  template <class V> void visit(V &v) { v("axis", axis); }
};

/// The depth if it is known; it may have any real dtype.
FailureOr<std::optional<int64_t>> depthOf(InferContext &context) {
  const Tensor *value = context.value(1);
  if (!value || value->size() != 1)
    return std::optional<int64_t>();
  if (value->toInt(0) < 1) // c1
    return context.error("one_hot_c1") << "depth is " << value->toInt(0);
  return std::optional(value->toInt(0));
}

LogicalResult inferOneHot(InferContext &context) {
  auto depth = depthOf(context);
  if (failed(depth))
    return failure();
  DType dtype = context.type(2).dtype();
  const Type &indices = context.type(0);
  if (!indices.isRanked()) {
    context.setResult(0, Type::unranked(dtype));
    return success();
  }
  int64_t given = context.attrs<OneHotAttrs>().axis;
  auto axis = resolveAxis(given, indices.rank() + 1);
  if (!axis) // c2
    return context.error("one_hot_c2") << "axis " << given << " for indices " << indices.str();
  Dims dims = indices.dims();
  dims.insert(dims.begin() + static_cast<std::ptrdiff_t>(*axis), *depth ? Dim(**depth) : Dim());
  context.setResult(0, Type::tensor(dtype, std::move(dims)));
  return success();
}

FailureOr<IndexMap> mapOneHot(InferContext &context, const Shape &shape) {
  if (!context.type(2).isStatic() || context.type(2).shape() != Shape{2}) // c3
    return context.error("one_hot_c3") << "values have type " << context.type(2).str();
  const Tensor *indices = context.value(0);
  if (!indices) // c0
    return context.error("one_hot_c0") << "the indices are not known";
  size_t axis = *resolveAxis(context.attrs<OneHotAttrs>().axis, shape.size());
  std::vector<int64_t> table;
  for (int64_t i = 0; i < indices->size(); ++i)
    table.push_back(resolvePosition(indices->toInt(i), shape[axis]).value_or(-1));
  IndexExpr position;
  for (unsigned d = 0; d < shape.size(); ++d)
    if (d != axis)
      position = position * IndexExpr(shape[d]) + IndexExpr::dim(d);
  IndexExpr hot = IndexExpr::lookup(tableOf(std::move(table)), position);
  IndexExpr distance = hot - IndexExpr::dim(static_cast<unsigned>(axis));
  IndexMap map = readAt(shape, {IndexExpr(0)}, 2);
  map.pieces.insert(map.pieces.begin(), {2, {{distance, 0, 1}}, {IndexExpr(1)}});
  return map;
}

} // namespace

OpDef defineOneHot() {
  return OpDef("one_hot")
      .summary("A vector for each index, which differs at one position.")
      .operand("indices", Role::Index)
      .operand("depth", Role::Shape)
      .operand("values", Role::Hyperparameter)
      .dtypes(realTypes, {"indices"})
      .dtypes(realTypes, {"depth"})
      .dtypes(allTypes, {"values"})
      .attrs<OneHotAttrs>()
      .infer(inferOneHot)
      .movement(moveAfter(inferOneHot, mapOneHot))
      .onnx("OneHot", 11);
}

} // namespace fixcon

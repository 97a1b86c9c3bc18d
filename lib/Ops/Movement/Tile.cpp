// The whole tensor `repeats[i]` times along each dim.
#include "Definition/SizeTensor.h"
#include "Moves.h"

namespace fixcon {
namespace {

LogicalResult inferTile(InferContext &context) {
  if (!context.isRanked(0))
    return setDims(context, std::nullopt);
  const Dims &dims = context.type(0).dims();
  auto repeats = knownSizes(context, 1);
  if (!repeats)
    return setDims(context, Dims(dims.size()));
  if (repeats->size() != dims.size()) // c1
    return context.error("tile_c1") << repeats->size() << " repeats for " << context.type(0).str();
  Dims result;
  for (size_t i = 0; i < dims.size(); ++i) {
    SizeProduct size = (*repeats)[i];
    if (size.isNumber() && size.number() < 0) // c2
      return context.error("tile_c2") << "repeat " << i << " is " << size.number();
    size.multiply(dims[i]);
    result.push_back(size.dim());
  }
  return setDims(context, std::move(result));
}

FailureOr<IndexMap> mapTile(InferContext &context, const Shape &shape) {
  std::vector<IndexExpr> index;
  for (unsigned i = 0; i < shape.size(); ++i) {
    int64_t size = context.type(0).dim(i).size();
    index.push_back(shape[i] == size ? IndexExpr::dim(i) : mod(IndexExpr::dim(i), size));
  }
  return readAt(shape, std::move(index));
}

} // namespace

OpDef defineTile() {
  return OpDef("tile")
      .summary("The tensor repeated along its dims.")
      .operand("input")
      .operand("repeats", Role::Shape)
      .whole()
      .infer(inferTile)
      .movement(moveAfter(inferTile, mapTile))
      .onnx("Tile", 6);
}

} // namespace fixcon

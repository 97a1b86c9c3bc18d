// A map says for each index of the result which element of which operand it is, so it needs shapes
// that are numbers: resultShape() asks for them and bounds the size before anything is made of it.
#include "Moves.h"

namespace fixcon {

std::optional<std::vector<int64_t>> knownInts(const InferContext &context, unsigned i) {
  const Tensor *value = context.has(i) ? context.value(i) : nullptr;
  if (!value || !isInteger(value->dtype()))
    return std::nullopt;
  return value->toInts();
}

std::optional<int64_t> listLength(const InferContext &context, unsigned i) {
  if (!context.isRanked(i) || context.type(i).rank() != 1 || !context.type(i).dim(0).isStatic())
    return std::nullopt;
  return context.type(i).dim(0).size();
}

LogicalResult setDims(InferContext &context, std::optional<Dims> dims) {
  DType dtype = context.type(0).dtype();
  context.setResult(0, dims ? Type::tensor(dtype, std::move(*dims)) : Type::unranked(dtype));
  return success();
}

FailureOr<Shape> resultShape(const InferContext &context, unsigned i) {
  const Type &type = context.results()[i];
  std::string label = context.op().name() + "_c0";
  if (!type.isStatic())
    return context.error(label) << "the result's shape is not known: " << type.str();
  if (!storageSize(type.dtype(), type.shape()))
    return context.error(label) << "the result is too large: " << type.str();
  return type.shape();
}

std::vector<IndexExpr> dimExprs(size_t rank) {
  std::vector<IndexExpr> index;
  for (unsigned i = 0; i < rank; ++i)
    index.push_back(IndexExpr::dim(i));
  return index;
}

IndexMap readAt(Shape shape, std::vector<IndexExpr> index, unsigned operand) {
  IndexMap map{std::move(shape), {}, std::nullopt};
  map.pieces.push_back({operand, {}, std::move(index)});
  return map;
}

std::shared_ptr<const std::vector<int64_t>> tableOf(std::vector<int64_t> values) {
  return std::make_shared<const std::vector<int64_t>>(std::move(values));
}

} // namespace fixcon

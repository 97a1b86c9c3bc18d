// Repeated along dims of 1 to what the operand's shape and `shape` broadcast to.
#include "Definition/SizeTensor.h"
#include "Moves.h"

#include "fixcon/Ops/Broadcast.h"

namespace fixcon {
namespace {

LogicalResult inferExpand(InferContext &context) {
  auto target = knownSizes(context, 1);
  auto length = listLength(context, 1);
  constexpr int64_t highestRank = 1024;
  if (!context.isRanked(0) || (!target && (!length || *length > highestRank)))
    return setDims(context, std::nullopt);
  Dims wanted(target ? target->size() : static_cast<size_t>(*length));
  for (size_t i = 0; target && i < wanted.size(); ++i) {
    const SizeProduct &size = (*target)[i];
    if (size.isNumber() && size.number() < 0) // c1
      return context.error("expand_c1") << "target dim " << i << " is " << size.number();
    wanted[i] = size.dim();
  }
  auto dims = broadcast(context.type(0).dims(), wanted);
  if (!dims) // c2
    return context.error("expand_c2") << context.type(0).str() << " does not broadcast with "
                                      << Type::tensor(context.type(0).dtype(), wanted).str();
  return setDims(context, std::move(dims));
}

FailureOr<IndexMap> mapExpand(InferContext &context, const Shape &shape) {
  Shape from = context.type(0).shape();
  std::vector<IndexExpr> index;
  for (size_t i = 0; i < from.size(); ++i) {
    auto d = static_cast<unsigned>(shape.size() - from.size() + i);
    index.push_back(from[i] == 1 ? IndexExpr(0) : IndexExpr::dim(d));
  }
  return readAt(shape, std::move(index));
}

} // namespace

OpDef defineExpand() {
  return OpDef("expand")
      .summary("Repeated along dims of 1.")
      .operand("input")
      .operand("shape", Role::Shape)
      .whole()
      .infer(inferExpand)
      .movement(moveAfter(inferExpand, mapExpand))
      .onnx("Expand", 8);
}

} // namespace fixcon

// X where the condition holds, Y elsewhere; all three repeat to one shape. Dtypes that formulas
// cannot compute with are moved by an index map whose first piece asks the condition.
#include "Definition/SizeTensor.h"
#include "Elementwise.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {
namespace {

LogicalResult inferWhere(InferContext &context) {
  return inferBroadcast(context, context.type(1).dtype());
}

std::vector<IndexExpr> repeated(const Shape &from, size_t rank) {
  std::vector<IndexExpr> index;
  for (size_t i = 0; i < from.size(); ++i) {
    auto d = static_cast<unsigned>(rank - from.size() + i);
    index.push_back(from[i] == 1 ? IndexExpr(0) : IndexExpr::dim(d));
  }
  return index;
}

LogicalResult moveWhere(EvalContext &context) {
  const Tensor &condition = context.in(0);
  size_t rank = context.out().rank();
  auto holds = std::make_shared<const std::vector<int64_t>>(condition.toInts());
  IndexExpr at;
  auto index = repeated(condition.shape(), rank);
  Shape strides = stridesOf(condition.shape());
  for (size_t i = 0; i < index.size(); ++i)
    at = at + index[i] * IndexExpr(strides[i]);
  IndexMap map{context.out().shape(), {}, std::nullopt};
  if (context.out().size() == 0)
    return success();
  IndexMap::Guard guard{IndexExpr::lookup(holds, at), 1, 2};
  map.pieces.push_back({1, {guard}, repeated(context.in(1).shape(), rank)});
  map.pieces.push_back({2, {}, repeated(context.in(2).shape(), rank)});
  context.out() = gather(map, context.tensors());
  return success();
}

} // namespace

OpDef defineWhere() {
  return OpDef("where")
      .summary("X where the condition holds, Y elsewhere.")
      .operand("condition")
      .operand("X")
      .operand("Y")
      .dtypes(DType::Bool, {"condition"})
      .dtypes(allTypes, {"X", "Y"})
      .infer(inferWhere)
      .formula([](auto args, const Op &) { return select(args[0], args[1], args[2]); })
      .reference(moveWhere)
      .sizes(elementwiseSizes([](std::span<const SizeProduct> args) {
        if (args[0].isNumber())
          return args[0].number() ? args[1] : args[2];
        return args[1] == args[2] ? args[1] : SizeProduct::unknown();
      }))
      .onnx("Where", 9);
}

} // namespace fixcon

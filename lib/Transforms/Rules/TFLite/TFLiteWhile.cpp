// A loop that looks at its condition before each turn; the core op is given the first answer, and each turn gives the next.
//
//   tfl.WHILE %v..., cond, body  ->  loop(no limit, cond(%v...), %v...) with a body of
//       (%iteration, %go, %v...) -> cond(body(%v...)), body(%v...)
#include "Rules/Support/NestedBody.h"

namespace fixcon {

LogicalResult ruleTFLiteWhile(Op &op, RuleBuilder &b) {
  auto cond = b.take<RegionRef>("cond_subgraph_index"),
       turn = b.take<RegionRef>("body_subgraph_index");
  unsigned count = op.numOperands();
  if (!cond || !turn || count != op.numResults() || !fitsBody(op.region(cond->index), count, 1) ||
      !fitsBody(op.region(turn->index), count, count))
    return b.error() << "its condition and its body do not fit its operands";
  const Graph &test = op.region(cond->index), &body = op.region(turn->index);
  Value *first = copyBody(test, op.operands(), op.parent(), &op)[0];
  std::vector<Value *> operands = {nullptr, first};
  operands.insert(operands.end(), op.operands().begin(), op.operands().end());
  b.results(b.create("loop", operands, attrsOf({{"body", RegionRef{0}}}), count, [&](Op &made) {
    Graph &loop = made.addRegion();
    auto argument = [&](const Type &type, const std::string &name) {
      return loop.addArgument(type, loop.uniqueName(name));
    };
    argument(Type::tensor(DType::I64, Shape{}), "iteration");
    argument(Type::tensor(DType::Bool, Shape{}), "go");
    std::vector<Value *> carried;
    for (const auto &value : body.arguments())
      carried.push_back(argument(value->type(), value->name()));
    std::vector<Value *> next = copyBody(body, carried, loop);
    loop.addOutput(copyBody(test, next, loop)[0]);
    for (Value *value : next)
      loop.addOutput(value);
  }));
  return success();
}

} // namespace fixcon

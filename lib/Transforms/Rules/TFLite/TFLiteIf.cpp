// The nested graphs take arguments, which the branches of the core op do not: there they are the operands themselves.
#include "Rules/Support/NestedBody.h"

namespace fixcon {

LogicalResult ruleTFLiteIf(Op &op, RuleBuilder &b) {
  auto yes = b.take<RegionRef>("then_subgraph_index"),
       no = b.take<RegionRef>("else_subgraph_index");
  if (!yes || !no || failed(b.needs({0})))
    return b.error() << "a branch is missing";
  std::vector<Value *> operands(op.operands().begin() + 1, op.operands().end());
  if (!fitsBody(op.region(yes->index), operands.size(), op.numResults()) ||
      !fitsBody(op.region(no->index), operands.size(), op.numResults()))
    return b.error() << "a branch has other operands or results";
  AttrDict attrs = attrsOf({{"then_branch", RegionRef{0}}, {"else_branch", RegionRef{1}}});
  b.results(b.create("if", {b.in(0)}, std::move(attrs), op.numResults(), [&](Op &made) {
    for (const auto &branch : {*yes, *no}) {
      Graph &body = made.addRegion();
      for (Value *output : copyBody(op.region(branch.index), operands, body))
        body.addOutput(output);
    }
  }));
  return success();
}

} // namespace fixcon

// %y = if true ({ %a = relu %x  return %a }, { ... })   ->   %a = relu %x
//
// A condition that is a constant decides which nested graph runs, and that graph sees the values
// around it, so its ops can stand where the `if` stood.
#include "fixcon/Transforms/InlineGraph.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {
namespace {

const Graph *branchTaken(const Op &op) {
  const Tensor *condition = constantOf(op.operand(0));
  if (!condition || condition->size() != 1 || condition->dtype() != DType::Bool)
    return nullptr;
  const auto *branch = op.attr<RegionRef>(condition->toInt(0) ? "then_branch" : "else_branch");
  return branch && branch->index < op.numRegions() ? &op.region(branch->index) : nullptr;
}

} // namespace

bool canonicalizeInlineIf(Op &op) {
  const Graph *branch = branchTaken(op);
  if (!branch)
    return false;
  ValueMap map;
  copyInFrontOf(*branch, op, map);
  Rewriter b(op);
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i))
      b.replace(op.result(i), mapped(map, branch->output(i)));
  eraseIfDead(&op);
  return true;
}

} // namespace fixcon

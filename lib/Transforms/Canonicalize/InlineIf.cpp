// %y = if true ({ %a = relu %x  return %a }, { ... })   ->   %a = relu %x
//
// A condition that is a constant decides which nested graph runs, and that graph sees the values
// around it, so its ops can stand where the `if` stood.
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/SizeTracker.h"
#include "fixcon/Transforms/InlineGraph.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeInlineIf(Op &op) {
  const Graph *branch = opDef(op)->choice()(SizeTracker().contextOf(op));
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

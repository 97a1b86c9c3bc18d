// What a call or a composite does is said by a graph, which stands in its place.
#include "Rules/Support/NestedBody.h"

namespace fixcon {

LogicalResult ruleTFLiteCall(Op &op, RuleBuilder &b) {
  auto graph = b.take<RegionRef>(op.type() == "CALL" ? "subgraph" : "decomposition_subgraph_index");
  b.ignore({"name", "composite_attributes", "composite_attributes_format", "version"});
  if (!graph || !fitsBody(op.region(graph->index), op.numOperands(), op.numResults()))
    return b.error() << "the graph that it calls has other operands or results";
  std::vector<Value *> results = copyBody(op.region(graph->index), op.operands(), op.parent(), &op);
  for (unsigned i = 0; i < results.size(); ++i)
    b.result(i, results[i]);
  return success();
}

} // namespace fixcon

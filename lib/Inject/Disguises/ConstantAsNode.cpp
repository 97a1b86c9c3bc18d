// weight %w   ->   %w = Constant {value = ...}
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseConstantAsNode(EditSite &site) {
  for (unsigned i = 0; i < site.op.numOperands(); ++i) {
    Value *weight = site.op.operand(i);
    if (!weight || !weight->isWeight())
      continue;
    AttrDict attrs;
    attrs.set("value", weight->tensor());
    Op *node = site.graph.createOp("onnx.Constant", {}, attrs, site.graph.front());
    std::string name = weight->name();
    weight->replaceAllUsesWith(
        node->addResult(weight->type(), site.graph.uniqueName(name + "_node")));
    site.graph.eraseWeight(weight);
    return name + " as a node";
  }
  return {};
}

} // namespace fixcon

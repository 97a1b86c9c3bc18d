#include "InlineGraph.h"

#include "fixcon/IR/Module.h"

namespace fixcon {

Value *mapped(const ValueMap &map, Value *value) {
  auto found = map.find(value);
  return found == map.end() ? value : found->second;
}

static void copyOp(const Op &op, Op &holder, ValueMap &map) {
  std::vector<Value *> operands;
  for (Value *v : op.operands())
    operands.push_back(v ? mapped(map, v) : nullptr);
  Op *copy = holder.parent().createOp(op.name(), operands, op.attrs(), &holder);
  copy->setLocation(op.location());
  copy->setOrigins(op.origins());
  for (unsigned i = 0; i < op.numResults(); ++i)
    map[op.result(i)] = copy->addResult(op.result(i)->type(), op.result(i)->name());
  for (unsigned i = 0; i < op.numRegions(); ++i) {
    Graph &region = copy->addRegion();
    region.setName(op.region(i).name());
    region.cloneFrom(op.region(i), map);
  }
}

void copyInFrontOf(const Graph &nested, Op &holder, ValueMap &map) {
  for (const auto &w : nested.weights()) {
    Value *copy = holder.parent().addWeight(w->tensor(), w->name());
    copy->setOrigins(w->origins());
    map[w.get()] = copy;
  }
  for (const auto &op : nested.ops())
    copyOp(*op, holder, map);
}

} // namespace fixcon

//   %y = if true ({ %a = relu %x  return %a }, { ... })   ->   %a = relu %x
//
// A condition that is a constant decides which nested graph runs, and that graph sees the values
// around it, so its ops can stand where the `if` stood.
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

Value *mapped(const ValueMap &map, Value *value) {
  auto found = map.find(value);
  return found == map.end() ? value : found->second;
}

/// Names are unique across nested graphs, so each may move out as it is.
void copyOut(const Graph &branch, Op &holder, ValueMap &map) {
  Graph &graph = holder.parent();
  for (const auto &w : branch.weights()) {
    Value *copy = graph.addWeight(w->tensor(), w->name());
    copy->setOrigins(w->origins());
    map[w.get()] = copy;
  }
  for (const auto &op : branch.ops()) {
    std::vector<Value *> operands;
    for (Value *v : op->operands())
      operands.push_back(v ? mapped(map, v) : nullptr);
    Op *copy = graph.createOp(op->name(), operands, op->attrs(), &holder);
    copy->setLocation(op->location());
    copy->setOrigins(op->origins());
    for (unsigned i = 0; i < op->numResults(); ++i)
      map[op->result(i)] = copy->addResult(op->result(i)->type(), op->result(i)->name());
    for (unsigned i = 0; i < op->numRegions(); ++i) {
      Graph &region = copy->addRegion();
      region.setName(op->region(i).name());
      region.cloneFrom(op->region(i), map);
    }
  }
}

} // namespace

bool canonicalizeInlineIf(Op &op) {
  const Graph *branch = branchTaken(op);
  if (!branch)
    return false;
  ValueMap map;
  copyOut(*branch, op, map);
  Rewriter b(op);
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i))
      b.replace(op.result(i), mapped(map, branch->output(i)));
  eraseIfDead(&op);
  return true;
}

} // namespace fixcon

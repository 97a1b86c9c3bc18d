#include "fixcon/Align/NormalPair.h"

#include "fixcon/Align/Alignment.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>

namespace fixcon {

static FailureOr<Graph *> normalFormOf(Module &module, const Graph &faithful, PassContext &context,
                                       std::map<std::string, Type> ArgumentTypes::*side) {
  if (Graph *made = module.graph(faithful.name() + ".n"))
    return made;
  const auto *types = context.analyses.get<ArgumentTypes>(module, context);
  if (!types)
    return failure();
  return normalize(module, faithful, types->*side);
}

FailureOr<NormalPair> NormalPair::compute(Module &module, PassContext &context) {
  NormalPair pair;
  pair.source = module.graph("source");
  pair.target = module.graph("target");
  if (!pair.source || !pair.target)
    return context.diags.error(module.location())
           << "a pair needs the graphs @source and @target; @"
           << (pair.source ? "target" : "source") << " is missing";
  auto source = normalFormOf(module, *pair.source, context, &ArgumentTypes::source);
  auto target = normalFormOf(module, *pair.target, context, &ArgumentTypes::target);
  if (failed(source) || failed(target))
    return failure();
  pair.sourceNormal = *source;
  pair.targetNormal = *target;
  return pair;
}

void invalidateTarget(Module &module, PassContext &context) {
  module.eraseGraph("target.n");
  std::erase_if(module.records(), [](const Record &r) {
    return r.subject.graph == "target.n" || r.against.graph == "target.n";
  });
  // What was computed from the source alone stays.
  context.analyses.invalidate<NormalPair>();
  context.analyses.invalidate<Alignment>();
}

const Tensor *faithfulConstant(const Value *value) {
  if (value && value->isWeight())
    return &value->tensor();
  const Op *op = value ? value->definingOp() : nullptr;
  if (!op || op->numOperands() != 0)
    return nullptr;
  for (const auto &entry : op->attrs())
    if (const Tensor *tensor = entry.second.get<Tensor>())
      return tensor;
  return nullptr;
}

std::vector<Op *> faithfulOps(const Op &core, const Graph &faithful) {
  std::vector<Op *> ops;
  for (const std::string &name : core.origins())
    if (Value *v = faithful.value(name))
      if (Op *op = v->definingOp(); op && std::find(ops.begin(), ops.end(), op) == ops.end())
        ops.push_back(op);
  return ops;
}

Op *mainFaithfulOp(const Op &core, const Graph &faithful) {
  std::vector<Op *> ops = faithfulOps(core, faithful);
  for (Op *op : ops)
    if (const OpDef *def = opDefForForeign(*op); def && def->name() == core.name())
      return op;
  return ops.empty() ? nullptr : ops.back();
}

} // namespace fixcon

// Types live in the values of a graph, so that each choice has a copy of the target's graph; copies share their
// weights. The rules that lower foreign ops have seen open sizes only: what they made holds for all.
#include "SizeLanes.h"

#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

static void forgetTypes(Graph &graph) {
  graph.walk([](Op &op) {
    for (unsigned i = 0; i < op.numResults(); ++i)
      op.result(i)->setType(op.result(i)->type().withoutShape());
  });
}

SizedModel::SizedModel(const Graph &model, const ArgumentTypeMap &types) : module(quiet) {
  Graph *copy = module.cloneModel(model);
  forgetTypes(*copy);
  if (auto made = legalize(module, *copy, types); succeeded(made) && succeeded(inferTypes(**made)))
    executable = *made;
}

Type SizedModel::typeOf(const std::string &value) const {
  const Value *found = executable ? executable->value(value) : nullptr;
  return found ? found->type() : Type();
}

SizeLane::SizeLane(const Graph &open, const SizeChoice &choice)
    : sizes(choice), caught([this](const Diagnostic &d) {
        if (complaint.empty())
          complaint = d.message;
      }),
      module(caught), copy(module.cloneGraph(open, open.name())) {
  forgetTypes(*copy);
  for (const auto &argument : copy->arguments())
    if (auto found = choice.target.find(argument->name()); found != choice.target.end())
      argument->setType(found->second);
}

std::vector<OperandInfo> SizeLane::operandsOf(const Op &op, const OperandChanges &changes) const {
  InferContext context = tracker.contextOf(op);
  std::vector<OperandInfo> operands;
  for (unsigned i = 0; i < context.numOperands(); ++i)
    operands.push_back({context.type(i), context.value(i), context.sizes(i)});
  for (const OperandChange &change : changes) {
    OperandInfo &changed = operands[change.operand];
    if (change.elements)
      changed = {fixcon::typeOf(*change.elements), &*change.elements, nullptr};
    else
      changed = {change.type};
  }
  return operands;
}

Type SizeLane::typeOf(const std::string &value) const {
  const Value *found = copy->value(value);
  return found ? found->type() : Type();
}

Inferred SizeLane::infer(const Op &op, const OperandChanges &changes) {
  const OpDef *def = opDef(op);
  // What nested graphs give is not followed.
  if (!def || op.numRegions())
    return {std::vector<Type>(op.numResults()), ""};
  InferContext context(op, operandsOf(op, changes));
  complaint.clear();
  if (failed(def->inferTypes(context)))
    return {std::nullopt, complaint};
  std::vector<Type> types = context.results();
  types.resize(op.numResults());
  return {std::move(types), ""};
}

void SizeLane::settle(Op &op, const std::vector<Type> &types, const OperandChanges &changes) {
  for (unsigned i = 0; i < op.numResults(); ++i)
    op.result(i)->setType(types[i]);
  const OpDef *def = opDef(op);
  if (!def || op.numRegions())
    return;
  InferContext context(op, operandsOf(op, changes));
  for (unsigned i = 0; i < op.numResults(); ++i)
    context.setResult(i, types[i]);
  tracker.follow(op, *def, context);
}

std::optional<Tensor> SizeLane::elementsOf(const Value &value) const {
  const Tensor *numbers = tracker.numbersOf(&value);
  return numbers ? std::optional(*numbers) : std::nullopt;
}

} // namespace fixcon

// No edit keeps the meaning: whoever reduces keeps one if what he looks for is still there after
// it. Edits are named by numbers, not pointers, so they can be tried on copies of the graph, and an
// edit that would change nothing says false, so that rounds end.
#include "ReduceEdits.h"

#include <algorithm>

namespace fixcon {
namespace {

std::vector<Op *> opsOf(const Graph &graph) {
  std::vector<Op *> ops;
  graph.walk([&](const Op &op) { ops.push_back(const_cast<Op *>(&op)); });
  return ops;
}

void collectWeights(const Graph &graph, std::vector<Value *> &weights) {
  for (const auto &weight : graph.weights())
    weights.push_back(weight.get());
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numRegions(); ++i)
      collectWeights(op->region(i), weights);
}

std::vector<Value *> weightsOf(const Graph &graph) {
  std::vector<Value *> weights;
  collectWeights(graph, weights);
  return weights;
}

/// Whether `op` is `holder` or stands inside it.
bool isInside(const Op &op, const Op &holder) {
  for (const Op *at = &op; at; at = at->parent().parentOp())
    if (at == &holder)
      return true;
  return false;
}

/// Only uses outside of the run make an argument worth its while.
bool isUsedOutside(const Value &value, std::span<Op *const> run) {
  return std::ranges::any_of(value.uses(), [&](const Use &use) {
    return !use.op || std::ranges::none_of(run, [&](Op *op) { return isInside(*use.op, *op); });
  });
}

/// Copies of the ops of `from` at the end of `to` or in front of `before`; `map` gets their
/// results.
void copyOps(const Graph &from, Graph &to, Op *before, ValueMap &map) {
  auto names = [&](const Value &value) { return to.uniqueName(value.name()); };
  for (const auto &op : from.ops())
    to.cloneOp(*op, map, before, names);
}

/// Whether all elements are equal.
bool isUniform(const Tensor &tensor) {
  for (int64_t i = 1; i < tensor.size(); ++i)
    if (tensor.toDouble(i) != tensor.toDouble(0))
      return false;
  return true;
}

void addInput(Value *value, const Graph &graph, std::vector<Value *> &inputs) {
  if (value && &value->graph() == &graph && !value->isWeight() &&
      std::ranges::find(inputs, value) == inputs.end())
    inputs.push_back(value);
}

void addInputs(const Op &op, const Graph &graph, std::vector<Value *> &inputs) {
  for (Value *operand : op.operands())
    addInput(operand, graph, inputs);
  for (unsigned k = 0; k < op.numRegions(); ++k) {
    for (const auto &inner : op.region(k).ops())
      addInputs(*inner, graph, inputs);
    for (unsigned o = 0; o < op.region(k).numOutputs(); ++o)
      addInput(op.region(k).output(o), graph, inputs);
  }
}

std::vector<Value *> inputsOf(const Graph &graph, size_t output) {
  std::vector<Value *> inputs;
  if (const Op *op = graph.output(static_cast<unsigned>(output))->definingOp())
    addInputs(*op, graph, inputs);
  return inputs;
}

} // namespace

size_t opCount(const Graph &graph) { return opsOf(graph).size(); }
size_t weightCount(const Graph &graph) { return weightsOf(graph).size(); }

void dropUnused(Graph &graph) {
  std::vector<Op *> ops;
  for (const auto &op : graph.ops())
    ops.push_back(op.get());
  for (size_t i = ops.size(); i-- > 0;) {
    for (unsigned k = 0; k < ops[i]->numRegions(); ++k)
      dropUnused(ops[i]->region(k));
    if (!ops[i]->isUsed())
      ops[i]->erase();
  }
  for (size_t i = graph.weights().size(); i-- > 0;)
    if (!graph.weights()[i]->hasUses())
      graph.eraseWeight(graph.weights()[i].get());
}

bool dropOutput(Graph &graph, size_t i) {
  if (graph.numOutputs() < 2)
    return false;
  std::vector<std::pair<Value *, std::string>> kept;
  for (unsigned k = 0; k < graph.numOutputs(); ++k)
    if (k != i)
      kept.emplace_back(graph.output(k), graph.outputName(k));
  graph.clearOutputs();
  for (const auto &[value, name] : kept)
    graph.addOutput(value, name);
  return true;
}

size_t inputsOfOutput(const Graph &graph, size_t i) { return inputsOf(graph, i).size(); }

bool shortenOutput(Graph &graph, size_t i, size_t input) {
  std::vector<Value *> inputs = inputsOf(graph, i);
  if (input >= inputs.size())
    return false;
  graph.setOutput(static_cast<unsigned>(i), inputs[input]);
  return true;
}

bool cutRun(Graph &graph, size_t first, size_t count) {
  std::vector<Op *> ops = opsOf(graph);
  if (first >= ops.size())
    return false;
  std::span<Op *const> run = std::span(ops).subspan(first, std::min(count, ops.size() - first));
  bool changed = false;
  for (Op *op : run)
    for (unsigned i = 0; i < op->numResults(); ++i) {
      Value *result = op->result(i);
      if (!op->hasResult(i) || !result->type().isTensor() || !isUsedOutside(*result, run))
        continue;
      result->replaceAllUsesWith(
          graph.addArgument(result->type(), graph.uniqueName(result->name())));
      changed = true;
    }
  return changed;
}

bool bypass(Graph &graph, size_t i) {
  std::vector<Op *> ops = opsOf(graph);
  if (i >= ops.size() || !ops[i]->numResults() || !ops[i]->result()->hasUses())
    return false;
  for (Value *operand : ops[i]->operands())
    if (operand && operand->type() == ops[i]->result()->type()) {
      ops[i]->result()->replaceAllUsesWith(operand);
      return true;
    }
  return false;
}

bool inlineRegion(Graph &graph, size_t i, unsigned number) {
  std::vector<Op *> ops = opsOf(graph);
  if (i >= ops.size() || number >= ops[i]->numRegions())
    return false;
  Op &op = *ops[i];
  const Graph &region = op.region(number);
  if (!region.arguments().empty() || region.numOutputs() != op.numResults())
    return false;
  ValueMap map;
  for (const auto &weight : region.weights())
    map[weight.get()] =
        op.parent().addWeight(weight->tensor(), op.parent().uniqueName(weight->name()));
  copyOps(region, op.parent(), &op, map);
  for (unsigned k = 0; k < op.numResults(); ++k)
    op.result(k)->replaceAllUsesWith(mapped(map, region.output(k)));
  return true;
}

bool dropAttribute(Graph &graph, size_t i, size_t attribute) {
  std::vector<Op *> ops = opsOf(graph);
  if (i >= ops.size() || attribute >= ops[i]->attrs().size())
    return false;
  const auto &entry = *(ops[i]->attrs().begin() + static_cast<std::ptrdiff_t>(attribute));
  if (entry.second.get<RegionRef>() || entry.second.get<std::vector<RegionRef>>())
    return false;
  ops[i]->attrs().erase(std::string(entry.first));
  return true;
}

bool dropOperand(Graph &graph, size_t i, unsigned operand) {
  std::vector<Op *> ops = opsOf(graph);
  if (i >= ops.size() || !ops[i]->operand(operand))
    return false;
  std::vector<Value *> operands = ops[i]->operands();
  operands[operand] = nullptr;
  while (!operands.empty() && !operands.back())
    operands.pop_back();
  ops[i]->setOperands(operands);
  return true;
}

bool fillWeight(Graph &graph, size_t i, double value) {
  std::vector<Value *> weights = weightsOf(graph);
  if (i >= weights.size() || weights[i]->tensor().isString())
    return false;
  const Tensor &old = weights[i]->tensor();
  Tensor filled(DType::F64, old.shape());
  std::ranges::fill(filled.mutableData<double>(), value);
  filled = filled.converted(old.dtype());
  // What is 0 or 1 throughout counts as simple already, so that rounds end.
  for (double simple : {0.0, 1.0})
    if (old.size() == 0 || (old.toDouble(0) == simple && isUniform(old)))
      return false;
  weights[i]->setTensor(std::move(filled));
  return true;
}

bool dropArguments(Module &module, const std::string &name) {
  Graph &old = *module.graph(name);
  auto unused = [](const auto &argument) { return !argument->hasUses(); };
  Graph *made = module.addGraph(name + ".reduced");
  if (!made || std::ranges::none_of(old.arguments(), unused))
    return false;
  made->setLocation(old.location());
  made->setDialect(old.dialect());
  made->setOpsets(old.opsets());
  made->attrs() = old.attrs();
  ValueMap map;
  for (const auto &argument : old.arguments())
    if (argument->hasUses())
      map[argument.get()] = made->addArgument(argument->type(), argument->name());
  for (const auto &weight : old.weights())
    map[weight.get()] = made->addWeight(weight->tensor(), weight->name());
  copyOps(old, *made, nullptr, map);
  for (unsigned i = 0; i < old.numOutputs(); ++i)
    made->addOutput(mapped(map, old.output(i)), old.outputName(i));
  module.replaceGraph(name, made->name());
  return true;
}

} // namespace fixcon

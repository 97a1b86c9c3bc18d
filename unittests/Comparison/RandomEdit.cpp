#include "RandomEdit.h"

#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Ops/OpDef.h"

#include <cmath>

namespace fixcon {
namespace {

template <class T> T *chosen(std::vector<T *> &list, Random &random) {
  return list.empty() ? nullptr : list[random.below(list.size())];
}

std::vector<Op *> opsOf(Graph &graph) {
  std::vector<Op *> ops;
  for (const auto &op : graph.ops())
    ops.push_back(op.get());
  return ops;
}

std::string changeWeight(Graph &graph, Random &random) {
  std::vector<Value *> weights;
  for (const auto &weight : graph.weights())
    if (isFloat(weight->tensor().dtype()) && weight->tensor().size() > 0)
      weights.push_back(weight.get());
  Value *weight = chosen(weights, random);
  if (!weight)
    return "";
  Tensor numbers = weight->tensor().converted(DType::F64);
  auto elements = numbers.mutableData<double>();
  double factor = 1 + std::pow(10, -random.uniform(0, 7));
  if (random.chance(0.5))
    elements[random.below(elements.size())] *= factor;
  else
    for (double &element : elements)
      element *= factor;
  weight->setTensor(numbers.converted(weight->tensor().dtype()));
  return "weight " + weight->name() + " times " + std::to_string(factor);
}

std::string changeAttribute(Graph &graph, Random &random) {
  std::vector<std::pair<Op *, std::string>> places;
  for (Op *op : opsOf(graph))
    for (const auto &[name, value] : op->attrs())
      if (value.get<double>() || value.get<int64_t>() || value.get<Attribute::Ints>())
        places.emplace_back(op, name);
  if (places.empty())
    return "";
  auto &[op, name] = places[random.below(places.size())];
  const Attribute value = *op->attrs().find(name);
  if (const double *number = value.get<double>())
    op->attrs().set(name, *number * 1.5 + 0.125);
  else if (const int64_t *whole = value.get<int64_t>())
    op->attrs().set(name, *whole ? int64_t(0) : int64_t(1));
  else if (auto list = *value.get<Attribute::Ints>(); !list.empty()) {
    std::swap(list.front(), list.back());
    list.front() += random.chance(0.5);
    op->attrs().set(name, list);
  }
  return op->name() + "'s " + name;
}

std::string changeOp(Graph &graph, Random &random) {
  static const std::vector<std::string> functions = {"neg",  "abs",     "relu",
                                                     "tanh", "sigmoid", "exp"};
  std::vector<Op *> ops;
  for (Op *op : opsOf(graph))
    if (std::ranges::find(functions, op->name()) != functions.end())
      ops.push_back(op);
  Op *op = chosen(ops, random);
  if (!op)
    return "";
  const std::string &other = functions[random.below(functions.size())];
  Op *fresh = graph.createOp(other, {op->operand(0)}, {}, op);
  Value *result = fresh->addResult(op->result(0)->type(), graph.uniqueName("changed"));
  std::string was = op->name();
  op->result(0)->replaceAllUsesWith(result);
  return was + " is " + other;
}

/// The outputs of a graph as a list that can be put back in another order.
std::vector<std::pair<Value *, std::string>> outputsOf(const Graph &graph) {
  std::vector<std::pair<Value *, std::string>> outputs;
  for (unsigned i = 0; i < graph.numOutputs(); ++i)
    outputs.emplace_back(graph.output(i), graph.outputName(i));
  return outputs;
}

std::string changeOutputs(Graph &graph, Random &random) {
  auto outputs = outputsOf(graph);
  std::string what;
  if (outputs.size() > 1 && random.chance(0.5)) {
    std::swap(outputs.front().first, outputs.back().first);
    what = "outputs exchanged";
  } else if (outputs.size() > 1) {
    outputs.pop_back();
    what = "an output less";
  } else {
    outputs.emplace_back(outputs.front().first, "more");
    what = "an output more";
  }
  graph.clearOutputs();
  for (auto &[value, name] : outputs)
    graph.addOutput(value, name);
  return what;
}

} // namespace

std::string changeMeaning(Graph &graph, Random &random) {
  std::string (*const changes[])(Graph &, Random &) = {changeWeight, changeWeight, changeAttribute,
                                                       changeOp, changeOutputs};
  return changes[random.below(std::size(changes))](graph, random);
}

std::string changeSpelling(Graph &graph, Random &random) {
  auto outputs = outputsOf(graph);
  std::string what = "renamed values";
  graph.clearOutputs();
  for (auto &[value, name] : outputs) {
    if (random.chance(0.5)) {
      Op *same = graph.createOp("identity", {value});
      value = same->addResult(value->type(), graph.uniqueName("same"));
      what = "identities";
    }
    graph.addOutput(value, name);
  }
  for (const auto &weight : graph.weights())
    graph.rename(weight.get(), graph.uniqueName("w"));
  return what;
}

} // namespace fixcon

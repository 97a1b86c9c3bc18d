#include "fixcon/IR/Graph.h"

#include "fixcon/IR/Module.h"

namespace fixcon {

Graph::~Graph() {
  clearOutputs();
  // Users die before what they use; nested graphs may use any value of this one.
  while (!opList.empty())
    opList.pop_back();
}

int64_t Graph::opset(std::string_view domain) const {
  auto canonical = [](std::string_view d) { return d == "ai.onnx" ? std::string_view() : d; };
  for (const auto &[name, version] : versions)
    if (canonical(name) == canonical(domain))
      return version;
  return holder ? holder->parent().opset(domain) : 0;
}

void Graph::bind(Value *value, const std::string &name) {
  [[maybe_unused]] bool fresh = symbols.emplace(name, value).second;
  assert(fresh && "value name is taken");
  value->label = name;
}

void Graph::unbind(Value *value) {
  if (!value->label.empty())
    symbols.erase(value->label);
}

Value *Graph::addArgument(Type type, const std::string &name) {
  std::unique_ptr<Value> value(new Value(Value::Kind::Argument, this));
  value->position = static_cast<unsigned>(argumentList.size());
  value->valueType = std::move(type);
  bind(value.get(), name);
  argumentList.push_back(std::move(value));
  return argumentList.back().get();
}

Value *Graph::addWeight(Tensor tensor, const std::string &name) {
  std::unique_ptr<Value> value(new Value(Value::Kind::Weight, this));
  value->position = static_cast<unsigned>(weightList.size());
  bind(value.get(), name);
  value->setTensor(std::move(tensor));
  weightList.push_back(std::move(value));
  return weightList.back().get();
}

void Graph::eraseWeight(Value *weight) {
  assert(weight->isWeight() && !weight->hasUses());
  unbind(weight);
  unsigned at = weight->position;
  weightList.erase(weightList.begin() + at);
  for (unsigned i = at; i < weightList.size(); ++i)
    weightList[i]->position = i;
}

Op *Graph::createOp(std::string name, const std::vector<Value *> &operands, AttrDict attrs,
                    Op *before) {
  auto at = before ? before->self : opList.end();
  auto it = opList.emplace(at, std::unique_ptr<Op>(new Op(this, std::move(name))));
  Op *op = it->get();
  op->self = it;
  op->attributes = std::move(attrs);
  op->setOperands(operands);
  return op;
}

void Graph::addOutput(Value *value, std::string name) {
  if (name.empty())
    name = value->name();
  value->addUse({nullptr, this, numOutputs()});
  outputList.push_back({value, std::move(name)});
}

void Graph::setOutput(unsigned i, Value *value) {
  outputList[i].value->removeUse({nullptr, this, i});
  outputList[i].value = value;
  value->addUse({nullptr, this, i});
}

void Graph::clearOutputs() {
  for (unsigned i = 0; i < numOutputs(); ++i)
    outputList[i].value->removeUse({nullptr, this, i});
  outputList.clear();
}

Value *Graph::value(std::string_view name) const {
  auto found = symbols.find(std::string(name));
  return found == symbols.end() ? nullptr : found->second;
}

Value *Graph::visibleValue(std::string_view name) const {
  for (const Graph *g = this; g; g = g->holder ? &g->holder->parent() : nullptr)
    if (Value *found = g->value(name))
      return found;
  return nullptr;
}

const Graph *Graph::outermost() const {
  const Graph *g = this;
  while (g->holder)
    g = &g->holder->parent();
  return g;
}

bool Graph::nameTakenBelow(std::string_view name) const {
  if (value(name))
    return true;
  for (const auto &op : opList)
    for (unsigned i = 0; i < op->numRegions(); ++i)
      if (op->region(i).nameTakenBelow(name))
        return true;
  return false;
}

std::string Graph::uniqueName(std::string_view base) const {
  const Graph *top = outermost();
  std::string stem(base.empty() ? "v" : base);
  if (!top->nameTakenBelow(stem))
    return stem;
  unsigned &suffix = top->suffixes[stem];
  std::string candidate;
  do
    candidate = stem + "_" + std::to_string(++suffix);
  while (top->nameTakenBelow(candidate));
  return candidate;
}

void Graph::rename(Value *value, const std::string &name) {
  unbind(value);
  bind(value, name);
}

void Graph::cloneFrom(const Graph &source, ValueMap &map) {
  assert(argumentList.empty() && opList.empty() && weightList.empty());
  dialectName = source.dialectName;
  versions = source.versions;
  faithful = source.faithful;
  attributes = source.attributes;
  auto copyOf = [&](Value *v) {
    auto found = map.find(v);
    return found == map.end() ? v : found->second;
  };
  for (const auto &a : source.argumentList)
    map[a.get()] = addArgument(a->valueType, a->label);
  for (const auto &w : source.weightList) {
    Value *copy = addWeight(w->constant, w->label);
    copy->originNames = w->originNames;
    if (w->extra)
      copy->setAttrs(*w->extra);
    map[w.get()] = copy;
  }
  for (const auto &op : source.opList) {
    std::vector<Value *> operands;
    for (Value *v : op->operandList)
      operands.push_back(v ? copyOf(v) : nullptr);
    Op *copy = createOp(op->opName, operands, op->attributes);
    copy->where = op->where;
    copy->originNames = op->originNames;
    for (const auto &r : op->resultList)
      map[r.get()] = copy->addResult(r->valueType, r->label);
    for (const auto &region : op->regionList) {
      Graph &inner = copy->addRegion();
      inner.setName(region->label);
      inner.cloneFrom(*region, map);
    }
  }
  for (const Output &o : source.outputList)
    addOutput(copyOf(o.value), o.name);
}

} // namespace fixcon

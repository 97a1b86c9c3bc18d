// Graphs own their values and ops. The outermost graph counts every name bound anywhere inside it,
// so that finding a free name does not search the nested graphs.
#include "fixcon/IR/Graph.h"

#include "fixcon/IR/Module.h"

#include <cassert>

namespace fixcon {

std::string_view derivationWord(GraphKind kind) {
  switch (kind) {
  case GraphKind::Model:
    break;
  case GraphKind::Function:
    return "function_of";
  case GraphKind::Executable:
    return "executable_of";
  case GraphKind::Normal:
    return "normal_of";
  case GraphKind::Earlier:
    return "earlier";
  }
  return "";
}

Graph::Graph(Module *owner, Op *holder, std::string name)
    : owner(owner), holder(holder), root(holder ? holder->parent().root : this),
      label(std::move(name)) {}

Graph::~Graph() {
  // All uses first, so that values may die in any order.
  dropAllUses();
  opList.clear();
  if (root != this)
    for (const auto &symbol : symbols)
      root->release(symbol.first);
}

void Graph::dropAllUses() {
  clearOutputs();
  for (auto op = opList.rbegin(); op != opList.rend(); ++op)
    (*op)->dropAllUses();
}

void Graph::setName(std::string name) {
  if (!holder)
    owner->renamed(*this, name);
  label = std::move(name);
}

int64_t Graph::opset(std::string_view domain) const {
  for (const auto &[name, version] : versions)
    if (name == domain)
      return version;
  return holder ? holder->parent().opset(domain) : 0;
}

int64_t versionOf(const Op &op) { return op.parent().opset(op.domain()); }

void Graph::bind(Value *value, const std::string &name) {
  [[maybe_unused]] bool fresh = symbols.emplace(name, value).second;
  assert(fresh && "value name is taken");
  ++root->bindings[name];
  value->label = name;
}

void Graph::release(const std::string &name) {
  auto found = bindings.find(name);
  if (--found->second == 0)
    bindings.erase(found);
}

void Graph::unbind(Value *value) {
  if (value->label.empty())
    return;
  symbols.erase(value->label);
  root->release(value->label);
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
  for (unsigned i = numOutputs(); i-- > 0;)
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

std::string Graph::uniqueName(std::string_view base) const {
  std::string stem(base.empty() ? "v" : base);
  if (!root->bindings.contains(stem))
    return stem;
  unsigned &suffix = root->suffixes[stem];
  std::string candidate;
  do
    candidate = stem + "_" + std::to_string(++suffix);
  while (root->bindings.contains(candidate));
  return candidate;
}

void Graph::rename(Value *value, const std::string &name) {
  unbind(value);
  bind(value, name);
}

Value *mapped(const ValueMap &map, Value *value) {
  auto found = map.find(value);
  return found == map.end() ? value : found->second;
}

std::string sameName(const Value &value) { return value.name(); }

Op *Graph::cloneOp(const Op &source, ValueMap &map, Op *before, const CopyNames &names) {
  std::vector<Value *> operands;
  for (Value *v : source.operandList)
    operands.push_back(v ? mapped(map, v) : nullptr);
  Op *copy = createOp(source.opName, operands, source.attributes, before);
  copy->where = source.where;
  copy->originNames = source.originNames;
  for (const auto &r : source.resultList)
    map[r.get()] = copy->addResult(r->valueType, r->label.empty() ? "" : names(*r));
  for (const auto &region : source.regionList) {
    Graph &inner = copy->addRegion();
    inner.setName(region->label);
    inner.cloneFrom(*region, map, names);
  }
  return copy;
}

void Graph::cloneFrom(const Graph &source, ValueMap &map, const CopyNames &names) {
  assert(argumentList.empty() && opList.empty() && weightList.empty());
  dialectName = source.dialectName;
  versions = source.versions;
  what = source.what;
  origin = source.origin;
  where = source.where;
  attributes = source.attributes;
  for (const auto &a : source.argumentList)
    map[a.get()] = addArgument(a->valueType, names(*a));
  for (const auto &w : source.weightList) {
    Value *copy = addWeight(w->constant, names(*w));
    copy->valueType = w->valueType;
    copy->originNames = w->originNames;
    if (w->extra)
      copy->setAttrs(*w->extra);
    map[w.get()] = copy;
  }
  for (const auto &op : source.opList)
    cloneOp(*op, map, nullptr, names);
  for (const Output &o : source.outputList)
    addOutput(mapped(map, o.value), o.name);
}

} // namespace fixcon

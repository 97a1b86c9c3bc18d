// Ops keep the use lists of their operands in step; dropping goes backwards because a use list is
// searched from its end.
#include "fixcon/IR/Op.h"

#include "fixcon/IR/Module.h"

#include <algorithm>
#include <cassert>

namespace fixcon {

// A foreign name is <dialect>.<type> or <dialect>.<domain>.<type>; a domain may hold dots.
std::string_view Op::dialect() const {
  std::string_view text = opName;
  size_t dot = text.find('.');
  return dot == std::string_view::npos ? std::string_view() : text.substr(0, dot);
}

std::string_view Op::domain() const {
  std::string_view text = opName;
  size_t first = text.find('.'), last = text.rfind('.');
  return first == last ? std::string_view() : text.substr(first + 1, last - first - 1);
}

std::string_view Op::type() const {
  std::string_view text = opName;
  size_t last = text.rfind('.');
  return last == std::string_view::npos ? text : text.substr(last + 1);
}

Op::Op(Graph *owner, std::string name) : opName(std::move(name)), owner(owner) {}

Op::~Op() { dropOperands(); }

void Op::dropOperands() {
  // Backwards, because a use list is searched from its end.
  for (unsigned i = numOperands(); i-- > 0;)
    if (operandList[i])
      operandList[i]->removeUse({this, nullptr, i});
  operandList.clear();
}

void Op::dropAllUses() {
  dropOperands();
  for (const auto &region : regionList)
    region->dropAllUses();
}

void Op::setOperand(unsigned i, Value *value) {
  Value *&slot = operandList[i];
  if (slot)
    slot->removeUse({this, nullptr, i});
  slot = value;
  if (slot)
    slot->addUse({this, nullptr, i});
}

void Op::setOperands(const std::vector<Value *> &values) {
  std::vector<Value *> next = values; // `values` may be our own list
  dropOperands();
  operandList = std::move(next);
  for (unsigned i = 0; i < operandList.size(); ++i)
    if (operandList[i])
      operandList[i]->addUse({this, nullptr, i});
}

Value *Op::addResult(Type type, const std::string &name) {
  std::unique_ptr<Value> value(new Value(Value::Kind::Result, owner));
  value->producer = this;
  value->position = numResults();
  value->valueType = std::move(type);
  if (!name.empty())
    owner->bind(value.get(), name);
  resultList.push_back(std::move(value));
  return resultList.back().get();
}

bool Op::isUsed() const {
  return std::ranges::any_of(resultList, [](const auto &r) { return r->hasUses(); });
}

void Op::truncateResults(unsigned count) {
  for (; numResults() > count; resultList.pop_back()) {
    assert(!resultList.back()->hasUses() && "a result is destroyed while it is used");
    owner->unbind(resultList.back().get());
  }
}

Graph &Op::addRegion() {
  regionList.emplace_back(new Graph(owner->owner, this, ""));
  return *regionList.back();
}

Module &Op::module() const { return owner->module(); }

std::string Op::label() const {
  if (!where.node.empty())
    return where.node;
  if (where.index >= 0)
    return "#" + std::to_string(where.index);
  for (const auto &r : resultList)
    if (!r->name().empty())
      return r->name();
  return opName;
}

DiagnosticBuilder Op::emitError() const { return module().diagnostics().error(where); }

Op *Op::next() const {
  auto it = std::next(self);
  return it == owner->opList.end() ? nullptr : it->get();
}

Op *Op::previous() const {
  return self == owner->opList.begin() ? nullptr : std::prev(self)->get();
}

void Op::erase() {
  for (auto &r : resultList) {
    assert(!r->hasUses() && "an op is erased while its results are used");
    owner->unbind(r.get());
  }
  owner->opList.erase(self);
}

void Op::moveBefore(Op *other) {
  assert(other->owner == owner);
  if (other != this)
    owner->opList.splice(other->self, owner->opList, self);
}

} // namespace fixcon

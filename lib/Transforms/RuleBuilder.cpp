// The foreign op goes only once every attribute is taken and every result in use is replaced, so
// what a rule forgets is an error and never a wrong model. Replacements keep the narrower of the
// inferred and the declared type, and the foreign name.
#include "fixcon/Transforms/RuleBuilder.h"

#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

std::string originName(const Op &op) {
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i))
      return op.result(i)->name();
  return {};
}

/// An op that came out of an inlined function has its call's origins already.
static std::vector<std::string> originsOf(const Op &op) {
  if (!op.origins().empty())
    return op.origins();
  std::string name = originName(op);
  return name.empty() ? std::vector<std::string>() : std::vector<std::string>{name};
}

RuleBuilder::RuleBuilder(Op &foreign)
    : CoreBuilder(foreign, originName(foreign), originsOf(foreign)), foreign(&foreign) {}

int64_t RuleBuilder::opset() const { return versionOf(*foreign); }

LogicalResult RuleBuilder::needs(std::initializer_list<unsigned> operands) const {
  for (unsigned i : operands)
    if (!in(i))
      return error() << "operand " << i << " is missing";
  return success();
}

std::string RuleBuilder::coreName() const {
  for (const OpDef *def : allOpDefs())
    for (const ForeignName &name : def->foreignNames())
      if (name.dialect == foreign->dialect() && name.type == foreign->type())
        return def->name();
  return {};
}

std::optional<int64_t> RuleBuilder::rank(unsigned i) const {
  if (!in(i) || !in(i)->type().isTensor() || !in(i)->type().isRanked())
    return std::nullopt;
  return static_cast<int64_t>(in(i)->type().rank());
}

AttrDict RuleBuilder::takeRest() {
  AttrDict rest;
  for (const auto &[name, value] : foreign->attrs())
    if (taken.insert(name).second)
      rest.set(name, value);
  return rest;
}

void RuleBuilder::result(unsigned i, Value *by) {
  if (i >= foreign->numResults() || !foreign->hasResult(i))
    return;
  bool taken = std::any_of(replacements.begin(), replacements.end(),
                           [&](const auto &r) { return r.second == by; });
  replacements.emplace_back(i, hasMade(by) && !taken ? by : value("identity", {by}));
}

void RuleBuilder::results(Op *op) {
  for (unsigned i = 0; i < op->numResults(); ++i)
    result(i, op->result(i));
}

LogicalResult RuleBuilder::becomes(const std::string &core, std::vector<Value *> operands,
                                   AttrDict attrs) {
  std::vector<bool> present;
  for (unsigned i = 0; i < foreign->numResults(); ++i)
    present.push_back(foreign->hasResult(i));
  results(create(core, std::move(operands), std::move(attrs), present));
  return success();
}

LogicalResult RuleBuilder::finish() {
  for (const auto &[name, value] : foreign->attrs())
    if (!taken.contains(name))
      return foreign->emitError() << "attribute '" << name << "' of " << foreign->name()
                                  << " is not understood in opset " << opset();
  auto isReplaced = [&](unsigned i) {
    return std::ranges::any_of(replacements, [&](const auto &r) { return r.first == i; });
  };
  if (hasFailed())
    return failure();
  for (unsigned i = 0; i < foreign->numResults(); ++i)
    if (foreign->result(i)->hasUses() && !isReplaced(i))
      return foreign->emitError() << "result " << i << " of " << foreign->name()
                                  << " cannot be expressed";
  // What has failed so far has left the op as it was; from here on nothing does.
  for (auto [i, by] : replacements) {
    if (by->isResult())
      by->setType(refined(by->type(), foreign->result(i)->type()));
    replace(foreign->result(i), by);
  }
  foreign->erase();
  return success();
}

} // namespace fixcon

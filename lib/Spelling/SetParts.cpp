// Calls of core ops that are changed, and nodes that give way to others.
#include "SetParts.h"

#include "AttributeKind.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Spelling/SpellingBuilder.h"

#include <algorithm>

namespace fixcon {

NodeAlone::Know knowledgeOf(const Speller &speller) {
  return [&speller](Value &operand) -> NodeAlone::Known {
    if (auto constant = FaithfulConstant::of(&operand))
      return {typeOf(constant->real()), constant->real()};
    return {speller.typeOf(operand)};
  };
}

/// The dtype that a constant operand has, or shall have: what it had, else that of operand 0 where
/// the two are computed with.
static DType dtypeFor(const CoreCall &call, unsigned i, const Tensor &wanted,
                      const Speller &speller) {
  if (auto now =
          i < call.operands.size() ? SpellingBuilder::constant(call.operands[i]) : std::nullopt)
    return now->dtype();
  const Value *first = call.operands.empty() ? nullptr : call.operands[0].value;
  Type type = first ? speller.typeOf(*first) : Type();
  bool computes = call.def->operandDef(i)->role == Role::Hyperparameter && type.isTensor();
  return computes && isFloat(wanted.dtype()) ? type.dtype() : wanted.dtype();
}

std::string change(CoreCall &call, std::string_view name, const Attribute &value,
                   const Speller &speller) {
  auto attribute = std::ranges::find(call.def->attributes(), name, &AttrDef::name);
  if (attribute != call.def->attributes().end()) {
    if (value.empty())
      call.attrs.erase(name);
    else
      call.attrs.set(name, value);
    return {};
  }
  const auto &defs = call.def->operands();
  auto operand = std::ranges::find(defs, name, &OperandDef::name);
  auto i = static_cast<unsigned>(operand - defs.begin());
  auto elements = asTensor(value);
  if (operand == defs.end() || (!elements && !value.empty()))
    return call.def->name() + " has no '" + std::string(name) + "' that could be " + value.str();
  SpellingOperand wanted;
  if (elements)
    wanted = elements->converted(dtypeFor(call, i, *elements, speller));
  call.operands.resize(std::max<size_t>(call.operands.size(), i + 1));
  call.operands[i] = wanted;
  return {};
}

bool holdsTheSame(Value *a, Value *b) {
  if (!a || !b || a == b)
    return a == b;
  auto left = FaithfulConstant::of(a), right = FaithfulConstant::of(b);
  return left && right && left->real().identical(right->real());
}

void replace(Op &foreign, const Spelled &by) {
  for (unsigned i = 0; i < foreign.numResults(); ++i)
    if (foreign.hasResult(i) && by.result(i))
      foreign.result(i)->replaceAllUsesWith(by.result(i));
  std::vector<std::string> names;
  for (unsigned i = 0; i < foreign.numResults(); ++i)
    names.push_back(foreign.result(i)->name());
  by.ops.back()->setLocation(foreign.location());
  Graph &graph = foreign.parent();
  foreign.erase();
  for (unsigned i = 0; i < names.size(); ++i)
    if (!names[i].empty() && by.result(i))
      graph.rename(by.result(i), names[i]);
}

void Leftovers::add(const std::vector<Value *> &values) {
  for (const Value *value : values)
    if (value)
      names.emplace_back(&value->graph(), value->name());
}

void Leftovers::erase() {
  for (const auto &[graph, name] : names) {
    Value *value = graph->value(name);
    if (!value || value->hasUses())
      continue;
    if (value->isWeight())
      graph->eraseWeight(value);
    else if (FaithfulConstant::of(value))
      eraseUnused({value->definingOp()});
  }
}

} // namespace fixcon

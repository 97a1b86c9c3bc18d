// Setting one attribute or operand of a node: the node is read back as its core op by the rules, the
// core op is changed, and written anew. So what an opset spells otherwise comes out right whichever way
// it goes:
//
//   onnx.Softmax %x {axis = 2}, axis to 1   ->   Transpose, Softmax {axis = 2}, Transpose    (opset 12)
//
// Where that is one node of the same operator, only what differs is carried over to the node that is
// there, which keeps its place, its name and the way in which it says the rest.
#include "AttributeKind.h"
#include "NodeAlone.h"
#include "fixcon/Formats/ONNX/Schema.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Spelling/SpellingBuilder.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Constants by their elements, other values by the types that are known.
NodeAlone::Know knowledgeOf(const Speller &speller) {
  return [&speller](Value &operand) -> NodeAlone::Known {
    if (auto constant = FaithfulConstant::of(&operand))
      return {typeOf(constant->real()), constant->real()};
    return {speller.typeOf(operand)};
  };
}

/// The core op of a node as a call on the values of the node's graph.
CoreCall callOf(const Op &core, const OpDef &def, const Op &foreign) {
  CoreCall call{&def, {}, core.attrs(), {}, foreign.label()};
  for (const Value *operand : core.operands()) {
    Value *faithful = operand ? foreign.parent().visibleValue(operand->name()) : nullptr;
    bool isOperand = std::ranges::find(foreign.operands(), faithful) != foreign.operands().end();
    if (faithful && isOperand)
      call.operands.emplace_back(faithful);
    else if (operand && operand->isWeight())
      call.operands.emplace_back(operand->tensor());
    else
      call.operands.emplace_back();
  }
  for (unsigned i = 0; i < core.numResults(); ++i)
    call.present.push_back(core.hasResult(i));
  return call;
}

/// The dtype that a constant operand has, or shall have: what it had, else that of operand 0 where
/// the two are computed with.
DType dtypeFor(const CoreCall &call, unsigned i, const Tensor &wanted, const Speller &speller) {
  if (auto now =
          i < call.operands.size() ? SpellingBuilder::constant(call.operands[i]) : std::nullopt)
    return now->dtype();
  const Value *first = call.operands.empty() ? nullptr : call.operands[0].value;
  Type type = first ? speller.typeOf(*first) : Type();
  bool computes = call.def->operandDef(i)->role == Role::Hyperparameter && type.isTensor();
  return computes && isFloat(wanted.dtype()) ? type.dtype() : wanted.dtype();
}

/// Why the call cannot be changed so; empty if it was.
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

const Attribute *effectiveIn(const OperatorSchema &schema, const Op &op, const std::string &name) {
  if (const Attribute *found = op.attrs().find(name))
    return found;
  const SchemaAttribute *formal = schema.attribute(name);
  return formal && !formal->defaultValue.empty() ? &formal->defaultValue : nullptr;
}

bool holdsTheSame(Value *a, Value *b) {
  if (!a || !b || a == b)
    return a == b;
  auto left = FaithfulConstant::of(a), right = FaithfulConstant::of(b);
  return left && right && left->real().identical(right->real());
}

/// What differs between two nodes of one operator, carried over from `fresh`.
void adopt(Op &op, const Op &fresh) {
  const OperatorSchema &schema = *schemaFor(op);
  for (const SchemaAttribute &formal : schema.attributes) {
    const Attribute *now = effectiveIn(schema, op, formal.name);
    const Attribute *wanted = effectiveIn(schema, fresh, formal.name);
    if (now && wanted ? sameValue(*now, *wanted) : now == wanted)
      continue;
    if (const Attribute *said = fresh.attrs().find(formal.name))
      op.attrs().set(formal.name, *said);
    else
      op.attrs().erase(formal.name);
  }
  std::vector<Value *> operands = fresh.operands();
  for (unsigned i = 0; i < operands.size(); ++i)
    if (holdsTheSame(op.operand(i), operands[i]))
      operands[i] = op.operand(i);
  op.setOperands(operands);
}

/// Names and uses of the results of `foreign` go to the values that now say them.
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

/// An attribute of a node that means several core ops, one of which it configures by the name that
/// the core op has for it (a convolution with an activation).
Spelled setByName(Op &foreign, std::string_view name, const Attribute &value) {
  AttrDict before = foreign.attrs();
  size_t wrong = checkSchema(foreign).size();
  if (value.empty())
    foreign.attrs().erase(name);
  else
    foreign.attrs().set(name, value);
  std::vector<Violation> violations = checkSchema(foreign);
  if (violations.size() <= wrong)
    return {{&foreign}};
  foreign.attrs() = before;
  return Spelled::refused(violations.back().text);
}

bool isAttribute(const OpDef &def, std::string_view name) {
  return std::ranges::find(def.attributes(), name, &AttrDef::name) != def.attributes().end();
}

/// Constants that an edit may have left without a reader. By their names, for one may go with another
/// that read it.
class Leftovers {
public:
  void add(const std::vector<Value *> &values) {
    for (const Value *value : values)
      if (value)
        names.emplace_back(&value->graph(), value->name());
  }
  void erase() {
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

private:
  std::vector<std::pair<Graph *, std::string>> names;
};

} // namespace

Spelled Speller::set(Op &foreign, const OpDef &def, std::string_view name, const Attribute &value) {
  NodeAlone alone(foreign, knowledgeOf(*this));
  const Op *core = alone.only(def);
  if (!core && alone.holds(def) && isAttribute(def, name))
    return setByName(foreign, name, value);
  if (!core)
    return Spelled::refused("node '" + foreign.label() + "' has not the meaning of one " +
                            def.name());
  CoreCall call = callOf(*core, def, foreign);
  if (std::string problem = change(call, name, value, *this); !problem.empty())
    return Spelled::refused(std::move(problem));
  Spelled written = emit(call, &foreign);
  if (!written)
    return written;
  Leftovers leftovers;
  leftovers.add(foreign.operands());
  Op &fresh = *written.ops.back();
  if (written.ops.size() == 1 && fresh.name() == foreign.name()) {
    adopt(foreign, fresh);
    leftovers.add(fresh.operands());
    fresh.erase();
    written = {{&foreign}};
    for (unsigned i = 0; i < foreign.numResults(); ++i)
      written.results.push_back(foreign.result(i));
  } else
    replace(foreign, written);
  leftovers.erase();
  return written;
}

} // namespace fixcon

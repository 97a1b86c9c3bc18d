// Setting one attribute or operand of a node: the node is read back as its core op by the rules, the
// core op is changed, and written anew. So what an opset spells otherwise comes out right whichever way
// it goes:
//
//   onnx.Softmax %x {axis = 2}, axis to 1   ->   Transpose, Softmax {axis = 2}, Transpose    (opset 12)
//
// Where that is one node of the same operator, only what differs is carried over to the node that is
// there, which keeps its place, its name and the way in which it says the rest.
#include "AttributeKind.h"
#include "SetParts.h"
#include "fixcon/Formats/ONNX/Schema.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Spelling/SpellingBuilder.h"

#include <algorithm>

namespace fixcon {
namespace {

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

const Attribute *effectiveIn(const OperatorSchema &schema, const Op &op, const std::string &name) {
  if (const Attribute *found = op.attrs().find(name))
    return found;
  const SchemaAttribute *formal = schema.attribute(name);
  return formal && !formal->defaultValue.empty() ? &formal->defaultValue : nullptr;
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

} // namespace

Spelled Speller::set(Op &foreign, const OpDef &def, std::string_view name, const Attribute &value) {
  if (!schemaFor(foreign) && dialect() != "onnx")
    return setWithin(*this, normal, foreign, def, name, value);
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

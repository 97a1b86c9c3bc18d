// A core op as one foreign op of the same operands and attributes. Where they stand is the schema's
// to say: older opsets have as attributes what newer ones have as operands,
//
//   clip %x, 0.0, 6.0   ->   onnx.Clip %x {min = 0.0, max = 6.0}      (opset 10)
//
// and an attribute or operand that the opset does not have may only hold what its absence means.
// Whether an opset means by a name what the core op means is for the caller to know: the definition's
// rename and the lines of Spellings.def say in which it does.
#include "AttributeKind.h"
#include "Names.h"
#include "fixcon/Formats/ONNX/ElementNumbers.h"
#include "fixcon/Formats/ONNX/Schema.h"
#include "fixcon/Spelling/SpellingBuilder.h"

#include <algorithm>

namespace fixcon {
namespace {

class Renaming {
public:
  Renaming(SpellingBuilder &b, const OperatorSchema &schema) : b(b), schema(schema) {}

  void addAttribute(const AttrDef &def, const Attribute *given);
  void addOperand(unsigned i, const SpellingOperand &operand);

  std::vector<SpellingOperand> operands;
  AttrDict attrs;

private:
  void lacks(const char *what, const std::string &name, auto has) {
    std::string since;
    for (const OperatorSchema &version : schemasOf(schema.domain, schema.name))
      if (since.empty() && version.since > b.opset() && has(version))
        since = " (since opset " + std::to_string(version.since) + ")";
    b.refuse(schema.name + " of opset " + std::to_string(b.opset()) + " has no " + what + " '" +
             name + "'" + since);
  }
  void setAttribute(const SchemaAttribute &formal, const Attribute &value);
  bool isFormal(size_t i) const {
    bool repeats = !schema.operands.empty() &&
                   schema.operands.back().arity == SchemaParameter::Arity::Variadic;
    return i < schema.operands.size() || repeats;
  }

  SpellingBuilder &b;
  const OperatorSchema &schema;
};

/// What is the default is left out.
void Renaming::setAttribute(const SchemaAttribute &formal, const Attribute &value) {
  auto fitting = asKind(value, formal.kind);
  if (!fitting)
    return b.refuse("'" + formal.name + "' of " + schema.name + " is of kind " + formal.kind +
                    ", which " + value.str() + " is not");
  if (const auto *word = fitting->get<std::string>())
    if (int64_t since = firstOpsetOf(schema.name, formal.name, *word); b.opset() < since)
      return b.refuse(schema.name + " of opset " + std::to_string(b.opset()) + " knows no " +
                      formal.name + " '" + *word + "' (since opset " + std::to_string(since) + ")");
  if (formal.defaultValue.empty() || !sameValue(*fitting, formal.defaultValue))
    attrs.set(formal.name, *fitting);
}

/// Core ops name dtypes by words, ONNX by numbers.
static Attribute numbered(const AttrDef &def, const Attribute &value) {
  const auto *word = value.get<std::string>();
  auto dtype = word && def.isDType ? dtypeByName(*word) : std::nullopt;
  return dtype ? Attribute(elementNumberOf(*dtype)) : value;
}

/// Whether a value says what the attribute's absence would, default or not: windows step by one and pad
/// nothing.
static bool meansAbsence(const OpDef &op, const AttrDef &def, const Attribute &value) {
  const auto *list = value.get<Attribute::Ints>();
  const auto &window = op.traits().window;
  if (!list || !window)
    return sameValue(value, def.defaultValue);
  bool steps = def.name == window->strides || def.name == window->dilations;
  return (steps || def.name == window->pads) &&
         std::ranges::all_of(*list, [&](int64_t number) { return number == (steps ? 1 : 0); });
}

void Renaming::addAttribute(const AttrDef &def, const Attribute *given) {
  const SchemaAttribute *formal = schema.attribute(def.name);
  const Attribute &value = given ? *given : def.defaultValue;
  if (value.empty() || (!given && formal && formal->defaultValue.empty() && !formal->required))
    return;
  if (formal)
    return setAttribute(*formal, numbered(def, value));
  if (!meansAbsence(b.def(), def, value))
    lacks("attribute", def.name, [&](const auto &v) { return v.attribute(def.name); });
}

void Renaming::addOperand(unsigned i, const SpellingOperand &operand) {
  const OperandDef &def = *b.def().operandDef(i);
  std::string name = attributeNameOf(b.def(), def);
  if (const SchemaAttribute *formal = schema.attribute(name); formal && configures(def.role)) {
    if (operand.isAbsent())
      return;
    auto elements = b.constant(operand);
    return elements ? setAttribute(*formal, *elements) : b.refuse(def.name + " must be a constant");
  }
  if (isFormal(operands.size()))
    operands.push_back(operand);
  else if (!operand.isAbsent())
    lacks("operand", def.name, [&](const auto &v) { return v.operands.size() > operands.size(); });
}

} // namespace

void SpellingBuilder::rename() { rename(call.operands, call.attrs); }

void SpellingBuilder::rename(std::vector<SpellingOperand> given, AttrDict attrs) {
  if (refused())
    return;
  const OperatorSchema *schema = schemaFor("", foreignType, opset());
  if (!schema)
    return refuse(foreignType + " of opset " + std::to_string(opset()) + " does not exist");
  Renaming renaming(*this, *schema);
  for (unsigned i = 0; i < given.size(); ++i)
    renaming.addOperand(i, given[i]);
  for (const AttrDef &attr : def().attributes())
    renaming.addAttribute(attr, attrs.find(attr.name));
  std::vector<Value *> operands;
  while (!renaming.operands.empty() && renaming.operands.back().isAbsent())
    renaming.operands.pop_back();
  for (size_t i = 0; i < renaming.operands.size() && !refused(); ++i) {
    const SchemaParameter &formal = schema->operands[std::min(i, schema->operands.size() - 1)];
    operands.push_back(materialized(renaming.operands[i], formal.name));
  }
  if (!refused())
    create(operands, std::move(renaming.attrs));
}

} // namespace fixcon

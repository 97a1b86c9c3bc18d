// Documentation of the ops out of their definitions, so that it cannot say anything else. Which
// dtypes an op takes stands in its shape rule, and a rule is code: it is asked, for each dtype,
// whether it takes operands of that dtype and of unknown rank.
#include "ListOps.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Definitions.h"
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>

namespace fixcon {
namespace {

constexpr DType allDTypes[] = {
#define DTYPE(Id, Name, Bytes, Class) DType::Id,
#include "fixcon/Tensor/DType.def"
};

constexpr std::pair<DTypeClass, std::string_view> classNames[] = {
    {DTypeClass::Float, "float"},       {DTypeClass::Signed, "signed"},
    {DTypeClass::Unsigned, "unsigned"}, {DTypeClass::Bool, "bool"},
    {DTypeClass::Complex, "complex"},   {DTypeClass::String, "string"}};

std::string_view familyName(Family family) {
  return family == Family::Elementwise ? "elementwise"
         : family == Family::Movement  ? "movement"
                                       : "structured";
}

/// How the dtype in question meets the fixed ones of an op.
enum class Reading { ByRole, AllAlike, AfterCondition };

DType dtypeOf(unsigned operand, Role role, DType dtype, Reading reading) {
  bool isPosition = role == Role::Shape || role == Role::Index;
  if (reading == Reading::ByRole && isPosition)
    return DType::I64;
  return reading == Reading::AfterCondition && operand == 0 ? DType::Bool : dtype;
}

bool takes(const OpDef &def, DType dtype, Reading reading) {
  Diagnostics silent;
  Module module(silent);
  Graph *graph = module.addGraph("probe");
  std::vector<Value *> operands;
  for (const OperandDef &operand : def.operands()) {
    auto i = static_cast<unsigned>(operands.size());
    if (!operand.optional || operand.variadic)
      operands.push_back(graph->addArgument(
          Type::unranked(dtypeOf(i, operand.role, dtype, reading)), "x" + std::to_string(i)));
  }
  Op *op = graph->createOp(def.name(), operands);
  for (unsigned i = 0; i < std::max(1u, def.leastResults()); ++i)
    op->addResult(Type(), "y" + std::to_string(i));
  return succeeded(inferOp(*op));
}

bool takes(const OpDef &def, DType dtype) {
  return takes(def, dtype, Reading::ByRole) || takes(def, dtype, Reading::AllAlike) ||
         (def.operands().size() > 1 && takes(def, dtype, Reading::AfterCondition));
}

void addWord(std::string &text, std::string_view word, std::string_view separator = ", ") {
  if (!text.empty())
    text += separator;
  text += word;
}

/// The classes that an op takes whole by their names, members of others one by one.
std::string dtypesOf(const OpDef &def) {
  std::string text;
  bool all = true;
  for (auto [which, className] : classNames) {
    std::string members;
    bool whole = true;
    for (DType dtype : allDTypes)
      if (classOf(dtype) == which) {
        if (takes(def, dtype))
          addWord(members, name(dtype));
        else
          whole = false;
      }
    all &= whole;
    if (!members.empty())
      addWord(text, whole ? className : members);
  }
  return all ? "any" : text;
}

std::string opsets(int64_t since, int64_t until) {
  std::string first = std::to_string(since);
  if (until == INT64_MAX)
    return first + "+";
  return since == until ? first : first + "-" + std::to_string(until);
}

std::string qualified(std::string_view domain, std::string_view type) {
  return (domain.empty() ? "" : std::string(domain) + ".") + std::string(type);
}

std::string foreignNamesOf(const OpDef &def) {
  std::string text;
  for (const ForeignName &foreign : def.foreignNames())
    addWord(text,
            qualified(foreign.domain, foreign.type) + " " + opsets(foreign.since, foreign.until));
  return text;
}

bool holdsGraph(const AttrDef &attribute) {
  return attribute.kind == Attribute(RegionRef()).value().index();
}

/// What the tools may do with the op, as far as its definition says.
std::string traitsOf(const OpDef &def) {
  std::string text = def.hasMeaning() ? "reference" : "";
  bool nests =
      std::ranges::any_of(def.attributes(), [](const AttrDef &a) { return holdsGraph(a); });
  if (def.isDeterministic() && !nests)
    addWord(text, "foldable");
  if (def.isDeterministic())
    addWord(text, "deterministic");
  if (def.isCommutative())
    addWord(text, "commutative");
  return text;
}

std::string operandsOf(const OpDef &def) {
  std::string text;
  for (const OperandDef &operand : def.operands())
    addWord(text, operand.name + (operand.variadic ? "..." : operand.optional ? "?" : ""));
  return text;
}

} // namespace

std::string listOps() {
  std::string text = "| op | ONNX | operands | dtypes | family | traits | summary |\n"
                     "|---|---|---|---|---|---|---|\n";
  for (const OpDef *def : allOpDefs())
    text += "| `" + def->name() + "` | " + foreignNamesOf(*def) + " | " + operandsOf(*def) + " | " +
            dtypesOf(*def) + " | " + std::string(familyName(def->family())) + " | " +
            traitsOf(*def) + " | " + def->summary() + " |\n";
  text += "\n| foreign op | opsets | rule or definition |\n|---|---|---|\n";
  for (const RuleEntry &rule : allRules())
    text += "| " + std::string(rule.dialect) + "." + qualified(rule.domain, rule.type) + " | " +
            opsets(rule.since, rule.until) + " | " + std::string(rule.id) + " |\n";
  for (const DefinitionEntry &entry : allDefinitions())
    text += "| " + std::string(entry.dialect) + "." + qualified(entry.domain, entry.type) + " | " +
            opsets(entry.since, entry.until) + " | " + std::string(entry.id) + " |\n";
  return text;
}

} // namespace fixcon

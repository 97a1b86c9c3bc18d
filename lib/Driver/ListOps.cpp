// Documentation of the ops out of their definitions, so that it cannot say anything else: a section
// for each op, lines of at most 160 characters, and a table of the rules.
#include "ListOps.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Definitions.h"
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>

namespace fixcon {
namespace {

constexpr size_t maxLine = 160;

std::string_view familyName(Family family) {
  return family == Family::Elementwise ? "elementwise"
         : family == Family::Movement  ? "movement"
                                       : "structured";
}

std::string_view roleName(Role role) {
  static constexpr std::string_view names[] = {
      "", "weight", "bias", "statistic", "scale", "zero point", "shape", "hyperparameter", "index"};
  return names[static_cast<size_t>(role)];
}

/// A list item of Markdown, its words wrapped.
class Item {
public:
  explicit Item(std::string_view title) : text("* " + std::string(title) + ":") {}

  void add(const std::string &word) {
    std::string next = (isEmpty ? " " : ", ") + word;
    if (lineLength + next.size() > maxLine) {
      text += (isEmpty ? "\n  " : ",\n  ") + word;
      lineLength = word.size() + 2;
    } else {
      text += next;
      lineLength += next.size();
    }
    isEmpty = false;
  }
  /// The item as a line, nothing if no word was added.
  std::string str() const { return isEmpty ? "" : text + "\n"; }

private:
  std::string text;
  size_t lineLength = text.size();
  bool isEmpty = true;
};

std::string opsets(int64_t since, int64_t until) {
  std::string first = std::to_string(since);
  if (until == INT64_MAX)
    return first + "+";
  return since == until ? first : first + "-" + std::to_string(until);
}

std::string qualified(std::string_view domain, std::string_view type) {
  return (domain.empty() ? "" : std::string(domain) + ".") + std::string(type);
}

Item foreignNamesOf(const OpDef &def) {
  Item item("ONNX");
  for (const ForeignName &foreign : def.foreignNames())
    item.add(qualified(foreign.domain, foreign.type) + " " + opsets(foreign.since, foreign.until));
  return item;
}

std::string operandText(const OperandDef &operand) {
  std::string_view role = roleName(operand.role);
  return operand.name +
         (operand.variadic   ? "..."
          : operand.optional ? "?"
                             : "") +
         (role.empty() ? "" : " (" + std::string(role) + ")");
}

/// Operands that agree in dtype stand together in front of what they take.
Item operandsOf(const OpDef &def) {
  Item item("operands");
  std::vector<bool> done(def.operands().size());
  for (unsigned i = 0; i < done.size(); ++i) {
    std::string names;
    for (unsigned j = i; j < done.size(); ++j) {
      unsigned constraint = def.dtypeConstraint(i);
      if (done[j] || (j != i && (!constraint || def.dtypeConstraint(j) != constraint)))
        continue;
      done[j] = true;
      names += (names.empty() ? "" : ", ") + operandText(def.operands()[j]);
    }
    if (!names.empty())
      item.add(names + ": " + def.dtypes(i).str());
  }
  return item;
}

Item attributesOf(const OpDef &def) {
  Item item("attributes");
  for (const AttrDef &attribute : def.attributes())
    item.add(attribute.name +
             (attribute.defaultValue.empty() ? "" : " = " + attribute.defaultValue.str()));
  return item;
}

bool holdsGraph(const AttrDef &attribute) {
  return attribute.kind == Attribute(RegionRef()).value().index();
}

/// What tools may do with the op and what rewrites ask for.
Item traitsOf(const OpDef &def) {
  Item item("traits");
  const Traits &traits = def.traits();
  bool nests =
      std::ranges::any_of(def.attributes(), [](const AttrDef &a) { return holdsGraph(a); });
  std::pair<bool, std::string_view> words[] = {{true, familyName(def.family())},
                                               {def.hasMeaning(), "reference"},
                                               {def.isDeterministic() && !nests, "foldable"},
                                               {def.isDeterministic(), "deterministic"},
                                               {def.isCommutative(), "commutative"},
                                               {traits.linear.has_value(), "linear"},
                                               {traits.window.has_value(), "windows"},
                                               {traits.reduces, "reduces"},
                                               {!traits.axis.empty(), "axis"},
                                               {traits.alongAxis, "along the axis alone"},
                                               {traits.view, "view"},
                                               {traits.clamp.has_value(), "clamps"},
                                               {traits.nonNegative, "not negative"}};
  for (auto [holds, word] : words)
    if (holds)
      item.add(std::string(word));
  return item;
}

std::string sectionOf(const OpDef &def) {
  return "### " + def.name() + "\n\n" + def.summary() + "\n\n" + foreignNamesOf(def).str() +
         operandsOf(def).str() + attributesOf(def).str() + traitsOf(def).str() + "\n";
}

} // namespace

std::string listOps() {
  std::string text;
  for (const OpDef *def : allOpDefs())
    text += sectionOf(*def);
  text += "| foreign op | opsets | rule or definition |\n|---|---|---|\n";
  for (const RuleEntry &rule : allRules())
    text += "| " + std::string(rule.dialect) + "." + qualified(rule.domain, rule.type) + " | " +
            opsets(rule.since, rule.until) + " | " + std::string(rule.id) + " |\n";
  for (const DefinitionEntry &entry : allDefinitions())
    text += "| " + std::string(entry.dialect) + "." + qualified(entry.domain, entry.type) + " | " +
            opsets(entry.since, entry.until) + " | " + std::string(entry.id) + " |\n";
  return text;
}

} // namespace fixcon

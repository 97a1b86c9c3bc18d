// Holds ops of faithful graphs to the published schemas.
//
// Types: a variable of a schema ("T") is bound by the first operand or result whose type is known,
// and the others must agree. What a file does not declare follows where a variable that operands
// have bound is the result's, or where a result has one type only; the rest stays unknown and is not
// judged, so a violation is never a guess.
#include "fixcon/Formats/ONNX/Schema.h"

#include "ONNX/Codec/Residue.h"
#include "fixcon/IR/Module.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace fixcon {
namespace {

using Arity = SchemaParameter::Arity;
/// Types by their words in the schemas; empty where one is not known.
using KnownTypes = std::unordered_map<const Value *, std::string>;

std::string wordsOf(const Type &type) {
  auto nested = [&](const char *kind) {
    std::string inner = wordsOf(type.inner());
    return inner.empty() ? "" : kind + ("(" + inner) + ")";
  };
  switch (type.kind()) {
  case Type::Kind::Tensor:
    return std::string(name(type.dtype()));
  case Type::Kind::Sequence:
    return nested("seq");
  case Type::Kind::Optional:
    return nested("optional");
  default:
    return {};
  }
}

/// The standard's word for the kind of an attribute.
struct KindOf {
  std::string operator()(bool) const { return "int"; }
  std::string operator()(int64_t) const { return "int"; }
  std::string operator()(double) const { return "float"; }
  std::string operator()(const std::string &) const { return "string"; }
  std::string operator()(const Bytes &) const { return "string"; }
  std::string operator()(const Attribute::Ints &) const { return "ints"; }
  std::string operator()(const Attribute::Floats &) const { return "floats"; }
  std::string operator()(const Attribute::Strings &) const { return "strings"; }
  std::string operator()(const Tensor &) const { return "tensor"; }
  std::string operator()(const std::vector<Tensor> &) const { return "tensors"; }
  std::string operator()(RegionRef) const { return "graph"; }
  std::string operator()(const std::vector<RegionRef> &) const { return "graphs"; }
  std::string operator()(const Type &) const { return "type_proto"; }
  std::string operator()(const std::vector<Type> &) const { return "type_protos"; }
  std::string operator()(const auto &) const { return {}; }
};

/// What is no value of a kind (a parameter of a function) fits any.
bool fits(const Attribute &value, const std::string &kind) {
  std::string actual = std::visit(KindOf(), value.value());
  return actual.empty() || actual == kind || (actual == "tensor" && kind == "sparse_tensor");
}

bool isReserved(std::string_view name) {
  return name.starts_with("onnx.") || name.starts_with("__");
}

/// A call of a function that the model brings along. A copy of the model shares its functions, so that
/// any model's function of that name will do.
bool isCall(const Op &op) {
  const auto *overload = op.attr<std::string>(overloadAttr);
  std::string end =
      functionGraphName("", functionLabel(op.domain(), op.type(), overload ? *overload : ""));
  return std::ranges::any_of(op.module().graphs(), [&](const auto &graph) {
    return graph->kind() == GraphKind::Function && graph->name().ends_with(end);
  });
}

std::string count(size_t number, const char *what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

class OpChecker {
public:
  OpChecker(const Op &op, KnownTypes &types, std::vector<Violation> &out)
      : op(op), opset(op.parent().opset(op.domain())), types(types), out(out) {}

  void run();

private:
  void report(const std::string &text) {
    out.push_back(
        {&op, std::string(op.type()) + " of opset " + std::to_string(opset) + " " + text});
  }
  bool isJudged() const;
  void reportUnknown();
  void checkAttributes();
  std::string firstWith(std::string_view attribute) const;
  /// `at(i)` is the i-th value, null if it is absent.
  template <class At>
  void checkCount(const std::vector<SchemaParameter> &formals, unsigned number, const char *what,
                  At at);
  void checkType(const SchemaParameter &formal, const Value *value, bool isResult);
  void bind(const SchemaParameter &formal, const Value *value, const std::string &type);
  void inferResult(const SchemaParameter &formal, const Value *value);
  static const SchemaParameter *formalAt(const std::vector<SchemaParameter> &formals, unsigned i) {
    if (i < formals.size())
      return &formals[i];
    bool repeats = !formals.empty() && formals.back().arity == Arity::Variadic;
    return repeats ? &formals.back() : nullptr;
  }

  const Op &op;
  int64_t opset;
  const OperatorSchema *schema = nullptr;
  KnownTypes &types;
  std::vector<Violation> &out;
  std::map<std::string, std::string> bound; ///< type variables
};

bool OpChecker::isJudged() const {
  bool known = std::ranges::any_of(allSchemas(), [&](const OperatorSchema &candidate) {
    return candidate.domain == op.domain();
  });
  return op.dialect() == "onnx" && known && opset <= newestOpset() && !isCall(op);
}

void OpChecker::reportUnknown() {
  auto versions = schemasOf(op.domain(), op.type());
  report(versions.empty()
             ? "does not exist"
             : "does not exist (since opset " + std::to_string(versions.front().since) + ")");
}

/// " (since opset 19)": when a newer version of the operator got an attribute.
std::string OpChecker::firstWith(std::string_view attribute) const {
  for (const OperatorSchema &version : schemasOf(op.domain(), op.type()))
    if (version.since > opset && version.attribute(attribute))
      return " (since opset " + std::to_string(version.since) + ")";
  return {};
}

void OpChecker::checkAttributes() {
  for (const auto &[name, value] : op.attrs()) {
    if (isReserved(name))
      continue;
    const SchemaAttribute *formal = schema->attribute(name);
    if (!formal)
      report("has no attribute '" + name + "'" + firstWith(name));
    else if (!fits(value, formal->kind))
      report("has attribute '" + name + "' of kind " + formal->kind + ", not " +
             std::visit(KindOf(), value.value()));
  }
  for (const SchemaAttribute &formal : schema->attributes)
    if (formal.required && !op.attrs().find(formal.name))
      report("needs attribute '" + formal.name + "'");
}

template <class At>
void OpChecker::checkCount(const std::vector<SchemaParameter> &formals, unsigned number,
                           const char *what, At at) {
  for (unsigned i = 0; i < number; ++i) {
    const SchemaParameter *formal = formalAt(formals, i);
    if (!formal)
      return report("has at most " + count(formals.size(), what) + ", not " +
                    std::to_string(number));
    if (!at(i) && formal->arity == Arity::Single)
      report("needs " + std::string(what) + " '" + formal->name + "'");
  }
  size_t least = 0;
  for (size_t i = 0; i < formals.size(); ++i)
    if (formals[i].arity != Arity::Optional)
      least = i + (formals[i].arity == Arity::Single ? 1 : formals[i].minCount);
  if (number < least)
    report("has at least " + count(least, what) + ", not " + std::to_string(number));
}

void OpChecker::bind(const SchemaParameter &formal, const Value *value, const std::string &type) {
  auto variable = schema->types.find(formal.type);
  bool allowed = variable == schema->types.end()
                     ? formal.type == type
                     : std::ranges::find(variable->second, type) != variable->second.end();
  if (!allowed)
    return report("takes no " + type + " as '" + formal.name + "', which is '" + value->name() +
                  "'");
  if (variable == schema->types.end() || !formal.homogeneous)
    return;
  auto [known, fresh] = bound.emplace(formal.type, type);
  if (!fresh && known->second != type)
    report("takes one type for all '" + formal.type + "', not " + known->second + " and " + type);
}

void OpChecker::inferResult(const SchemaParameter &formal, const Value *value) {
  auto variable = schema->types.find(formal.type);
  if (variable == schema->types.end())
    types[value] = formal.type;
  else if (variable->second.size() == 1)
    types[value] = variable->second.front();
  else if (auto known = bound.find(formal.type); known != bound.end() && formal.homogeneous)
    types[value] = known->second;
}

void OpChecker::checkType(const SchemaParameter &formal, const Value *value, bool isResult) {
  std::string type = wordsOf(value->type());
  if (type.empty()) {
    auto known = types.find(value);
    if (known == types.end() && isResult)
      return inferResult(formal, value);
    type = known == types.end() ? "" : known->second;
  }
  if (!type.empty())
    bind(formal, value, type);
}

void OpChecker::run() {
  if (!isJudged())
    return;
  schema = schemaFor(op.domain(), op.type(), opset);
  if (!schema)
    return reportUnknown();
  if (schema->deprecated)
    return report("is deprecated");
  checkAttributes();
  auto resultAt = [&](unsigned i) { return op.hasResult(i) ? op.result(i) : nullptr; };
  checkCount(schema->operands, op.numOperands(), "operand",
             [&](unsigned i) { return op.operand(i); });
  checkCount(schema->results, op.numResults(), "result", resultAt);
  for (unsigned i = 0; i < op.numOperands(); ++i)
    if (const SchemaParameter *formal = formalAt(schema->operands, i); formal && op.operand(i))
      checkType(*formal, op.operand(i), /*isResult=*/false);
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (const SchemaParameter *formal = formalAt(schema->results, i); formal && resultAt(i))
      checkType(*formal, resultAt(i), /*isResult=*/true);
}

void checkGraph(const Graph &graph, KnownTypes &types, std::vector<Violation> &out) {
  std::set<std::string> nodes;
  for (const auto &op : graph.ops()) {
    OpChecker(*op, types, out).run();
    if (const std::string &node = op->location().node; !node.empty() && !nodes.insert(node).second)
      out.push_back({op.get(), "another node of the graph has the name '" + node + "'"});
    for (unsigned i = 0; i < op->numRegions(); ++i)
      checkGraph(op->region(i), types, out);
  }
}

} // namespace

std::string Violation::str() const { return "node '" + op->label() + "': " + text; }

std::vector<Violation> checkSchema(const Op &op, std::span<const Type> operandTypes) {
  std::vector<Violation> out;
  KnownTypes types;
  for (unsigned i = 0; i < operandTypes.size() && i < op.numOperands(); ++i)
    if (op.operand(i))
      if (std::string words = wordsOf(operandTypes[i]); !words.empty())
        types[op.operand(i)] = words;
  OpChecker(op, types, out).run();
  return out;
}

std::vector<Violation> checkSchemas(const Graph &faithful) {
  std::vector<Violation> out;
  KnownTypes types;
  checkGraph(faithful, types, out);
  return out;
}

} // namespace fixcon

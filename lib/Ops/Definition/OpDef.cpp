// What an op's file says about the op, and the checks and dispatch that follow from it.
#include "fixcon/Ops/OpDef.h"

#include "Elementwise/Elementwise.h"
#include "Movement/Movement.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"

#include <algorithm>

namespace fixcon {

void detail::AttrDeclarer::declare(const char *name, Attribute value, bool hasDefault,
                                   bool isDType) {
  size_t kind = value.value().index();
  defs.push_back({name, hasDefault ? std::move(value) : Attribute(), kind, isDType});
}

OpDef::OpDef(std::string name) : opName(std::move(name)) {}
OpDef::OpDef(const OpDef &) = default;
OpDef::OpDef(OpDef &&) noexcept = default;
OpDef::~OpDef() = default;

OpDef &OpDef::summary(std::string text) {
  this->text = std::move(text);
  return *this;
}

OpDef &OpDef::operand(std::string name, Role role) {
  operandDefs.push_back({std::move(name), role, false, false});
  return *this;
}

OpDef &OpDef::optional(std::string name, Role role) {
  operandDefs.push_back({std::move(name), role, true, false});
  return *this;
}

OpDef &OpDef::variadic(std::string name, Role role) {
  operandDefs.push_back({std::move(name), role, true, true});
  return *this;
}

OpDef &OpDef::results(unsigned min, unsigned max) {
  resultsMin = min;
  resultsMax = max;
  return *this;
}

OpDef &OpDef::infer(Infer rule) {
  inferRule = std::move(rule);
  return *this;
}

OpDef &OpDef::reference(Reference rule) {
  kernel = std::move(rule);
  return *this;
}

OpDef &OpDef::formula(Formula rule) {
  kind = Family::Elementwise;
  scalar = std::move(rule);
  return *this;
}

OpDef &OpDef::resultDType(DType dtype) {
  fixedDType = dtype;
  return *this;
}

OpDef &OpDef::movement(Movement rule) {
  kind = Family::Movement;
  move = std::move(rule);
  return *this;
}

OpDef &OpDef::sizes(Sizes rule) {
  sizesRule = std::move(rule);
  return *this;
}

OpDef &OpDef::bodyTypes(BodyTypes rule) {
  bodyRule = std::move(rule);
  return *this;
}

OpDef &OpDef::choice(Choice rule) {
  choiceRule = std::move(rule);
  return *this;
}

OpDef &OpDef::commutative() {
  commutes = true;
  return *this;
}

OpDef &OpDef::anyKind() {
  takesAnyKind = true;
  return *this;
}

OpDef &OpDef::nondeterministic() {
  deterministic = false;
  return *this;
}

OpDef &OpDef::onnx(std::string type, int64_t since, int64_t until, std::string domain) {
  renames.push_back({"onnx", std::move(domain), std::move(type), since, until});
  return *this;
}

const OperandDef *OpDef::operandDef(unsigned i) const {
  if (i < operandDefs.size())
    return &operandDefs[i];
  bool open = !operandDefs.empty() && operandDefs.back().variadic;
  return open ? &operandDefs.back() : nullptr;
}

Attribute OpDef::effective(const Op &op, std::string_view attribute) const {
  if (const Attribute *given = op.attrs().find(attribute))
    return *given;
  for (const AttrDef &def : attrDefs)
    if (def.name == attribute)
      return def.defaultValue;
  return {};
}

/// The name of the alternative of Attribute::Storage that `attribute` holds.
static std::string_view kindName(size_t kind) {
  static constexpr std::string_view names[] = {
      "nothing",  "a boolean", "an integer", "a float",    "a string", "bytes",
      "integers", "floats",    "strings",    "a tensor",   "tensors",  "a type",
      "types",    "a graph",   "graphs",     "a reference"};
  static_assert(std::size(names) == std::variant_size_v<Attribute::Storage>);
  return names[kind];
}

/// What is wrong with an op before any rule of its own is asked.
static DiagnosticBuilder formError(const Op &op) {
  return op.emitError().code(op.name() + "_form");
}

static LogicalResult checkAttributes(const std::vector<AttrDef> &defs, const Op &op) {
  for (const auto &[name, value] : op.attrs()) {
    auto def =
        std::find_if(defs.begin(), defs.end(), [&](const AttrDef &d) { return d.name == name; });
    if (def == defs.end())
      return formError(op) << "unknown attribute '" << name << "'";
    if (value.value().index() != def->kind)
      return formError(op) << "attribute '" << name << "' is " << kindName(value.value().index())
                           << ", expected " << kindName(def->kind);
    if (def->isDType && !dtypeByName(*value.get<std::string>()))
      return formError(op) << "attribute '" << name << "' is " << value.str()
                           << ", which is no element type";
  }
  return success();
}

LogicalResult OpDef::checkForm(InferContext &context) const {
  const Op &op = context.op();
  if (context.numOperands() > operandDefs.size() &&
      (operandDefs.empty() || !operandDefs.back().variadic))
    return formError(op) << context.numOperands() << " operands, at most " << operandDefs.size()
                         << " expected";
  for (unsigned i = 0; i < operandDefs.size(); ++i)
    if (!operandDefs[i].optional && !context.has(i))
      return formError(op) << "operand '" << operandDefs[i].name << "' is missing";
  if (operandDefs.size() == 1 && operandDefs[0].variadic && context.numOperands() == 0)
    return formError(op) << "operand '" << operandDefs[0].name << "' is missing";
  for (auto i = static_cast<unsigned>(operandDefs.size()); i < context.numOperands(); ++i)
    if (!context.has(i))
      return formError(op) << "operand " << i << " is missing";
  if (op.numResults() < resultsMin || op.numResults() > resultsMax)
    return formError(op) << op.numResults() << " results, expected "
                         << (op.numResults() < resultsMin ? "at least " : "at most ")
                         << (op.numResults() < resultsMin ? resultsMin : resultsMax);
  return checkAttributes(attrDefs, op);
}

/// Kernels of tensors read elements, rules of tensors read dims: neither asks what it is given.
LogicalResult OpDef::checkKinds(InferContext &context) const {
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    const Type &type = context.type(i);
    if (takesAnyKind || type.isTensor() || type.isUnknown() || !context.has(i))
      continue;
    return formError(context.op())
           << "operand " << i << " is " << type.str() << ", a tensor is needed";
  }
  return success();
}

/// A graph whose sizes cannot be counted is no graph.
static LogicalResult checkSizes(const InferContext &context) {
  for (const Type &type : context.results())
    if (type.isStatic() && !storageSize(type.dtype(), type.shape()))
      return context.error(context.op().name() + "_size")
             << "the size of a result of type " << type.str() << " overflows";
  return success();
}

LogicalResult OpDef::inferTypes(InferContext &context) const {
  if (failed(checkForm(context)) || failed(checkKinds(context)) || failed(checkDTypes(context)))
    return failure();
  // Unknown operand types give unknown results.
  for (unsigned i = 0; i < context.numOperands(); ++i)
    if (context.type(i).isUnknown())
      return success();
  if (!inferRule && kind != Family::Elementwise)
    return formError(context.op()) << "has no shape rule";
  if (failed(inferRule ? inferRule(context) : inferElementwise(*this, context)))
    return failure();
  return checkSizes(context);
}

static bool allTensors(const EvalContext &context) {
  return std::ranges::all_of(context.inputs, [](const Datum *d) { return !d || d->isTensor(); });
}

LogicalResult OpDef::evaluate(EvalContext &context) const {
  if (takesAnyKind && kernel && !allTensors(context))
    return kernel(context);
  switch (kind) {
  case Family::Elementwise:
    return evaluateElementwise(*this, context);
  case Family::Movement:
    return evaluateMovement(*this, context);
  case Family::Structured:
    break;
  }
  if (!kernel)
    return context.error() << "has no reference meaning";
  return kernel(context);
}

} // namespace fixcon

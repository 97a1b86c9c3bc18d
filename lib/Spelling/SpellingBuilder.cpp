// Making foreign ops, each held to its schema as soon as it is there: what a schema has against it is
// the refusal. Everything that was made is on the draft, which takes it back.
#include "fixcon/Spelling/SpellingBuilder.h"

#include "FreshNames.h"
#include "ScratchOp.h"
#include "TFLite/OperatorVersion.h"
#include "fixcon/Formats/ONNX/Schema.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Spelling/FaithfulConstant.h"

namespace fixcon {

void SpellingDraft::undo() {
  for (auto op = ops.rbegin(); op != ops.rend(); ++op)
    (*op)->erase();
  for (Value *weight : weights)
    weight->graph().eraseWeight(weight);
}

SpellingBuilder::SpellingBuilder(const Speller &speller, const CoreCall &call, Op *before,
                                 SpellingDraft &draft)
    : results(call.present.size()), speller(speller), call(call), before(before), draft(draft) {}

const SpellingOperand &SpellingBuilder::in(unsigned i) const {
  static const SpellingOperand absent;
  return i < call.operands.size() ? call.operands[i] : absent;
}

Type SpellingBuilder::type(unsigned i) const { return typeOf(in(i)); }

Type SpellingBuilder::typeOf(const SpellingOperand &operand) const {
  if (operand.isAbsent())
    return Type::none();
  return operand.constant ? fixcon::typeOf(*operand.constant) : speller.typeOf(*operand.value);
}

bool SpellingBuilder::isInFront(const Op &op) const {
  if (&op.parent() != &speller.graph())
    return false;
  const Op *at = before;
  while (at && at != &op)
    at = at->previous();
  return !before || at == &op;
}

int64_t SpellingBuilder::rank(unsigned i) {
  Type known = type(i);
  if (known.isTensor() && known.isRanked())
    return static_cast<int64_t>(known.rank());
  refuse("the rank of operand " + std::to_string(i) + " of " + def().name() + " is not known");
  return 0;
}

std::optional<Tensor> SpellingBuilder::constant(const SpellingOperand &operand) {
  if (operand.constant || !operand.value)
    return operand.constant;
  auto found = FaithfulConstant::of(operand.value);
  return found ? std::optional(found->real()) : std::nullopt;
}

std::optional<Tensor> SpellingBuilder::evaluate(std::span<const std::optional<Tensor>> operands,
                                                const AttrDict &attributes) const {
  return evaluateAlone(def(), operands, attributes);
}

std::optional<std::vector<int64_t>> SpellingBuilder::ints(unsigned i) {
  if (in(i).isAbsent())
    return std::nullopt;
  auto elements = constant(i);
  if (elements && isInteger(elements->dtype()))
    return elements->toInts();
  refuse(def().operandDef(i)->name + " must be a constant");
  return std::nullopt;
}

Attribute SpellingBuilder::attribute(std::string_view name) const {
  if (const Attribute *found = call.attrs.find(name))
    return *found;
  for (const AttrDef &attr : def().attributes())
    if (attr.name == name)
      return attr.defaultValue;
  return {};
}

void SpellingBuilder::refuse(std::string why) {
  if (!refused())
    draft.refusal = std::move(why);
}

void SpellingBuilder::result(unsigned i, Value *value) {
  if (i < results.size() && call.present[i])
    results[i] = value;
}

SpellingOperand SpellingBuilder::number(double value) {
  Type like = type(0);
  if (like.isTensor())
    return Tensor::scalar(value).converted(like.dtype());
  refuse("the element type of operand 0 of " + def().name() + " is not known");
  return {};
}

Value *SpellingBuilder::materialized(const SpellingOperand &operand, const std::string &name) {
  if (!operand.constant)
    return operand.value;
  Graph &graph = speller.graph();
  Value *weight = graph.addWeight(*operand.constant, graph.uniqueName(call.stem + "." + name));
  draft.weights.push_back(weight);
  return weight;
}

Op *SpellingBuilder::createNode(const std::string &type, const std::vector<Value *> &operands,
                                AttrDict attrs) {
  Graph &graph = speller.graph();
  Op *op = graph.createOp(speller.dialect() + "." + type, operands, std::move(attrs), before);
  draft.ops.push_back(op);
  std::string file = before ? before->location().file : graph.location().file;
  op->setLocation(Location::atNode(file, uniqueNodeName(graph, call.stem + "_" + type), -1));
  return op;
}

void SpellingBuilder::create(const std::vector<Value *> &operands, AttrDict attrs) {
  Op *op = createNode(foreignType, operands, std::move(attrs));
  addResults(*op);
  std::vector<Type> types;
  for (const Value *operand : operands)
    types.push_back(operand ? speller.typeOf(*operand) : Type::none());
  for (const Violation &violation : checkSchema(*op, types))
    refuse(violation.text);
}

std::vector<Value *> SpellingBuilder::foreign(const std::string &type,
                                              std::vector<SpellingOperand> operands, AttrDict attrs,
                                              std::vector<Type> results) {
  std::vector<Value *> made(results.size());
  std::vector<Value *> values;
  std::vector<Type> types;
  for (const SpellingOperand &operand : operands) {
    types.push_back(typeOf(operand));
    values.push_back(refused() ? nullptr : materialized(operand, "constant"));
  }
  if (refused())
    return made;
  if (int64_t version = operatorVersion(type, attrs, types); version > 1)
    attrs.set("tfl.version", version);
  Op *op = createNode(type, values, std::move(attrs));
  for (size_t i = 0; i < results.size(); ++i)
    made[i] = op->addResult(std::move(results[i]), speller.graph().uniqueName(call.stem));
  return made;
}

Value *SpellingBuilder::foreign(const std::string &type, std::vector<SpellingOperand> operands,
                                AttrDict attrs, Type result) {
  return foreign(type, std::move(operands), std::move(attrs), std::vector<Type>{std::move(result)})
      .front();
}

/// Results at the end that nobody wants are left out, unless the operator always has them.
void SpellingBuilder::addResults(Op &op) {
  const OperatorSchema *schema = schemaFor(op);
  auto isSingle = [&](unsigned i) {
    return i < leastResults || (schema && i < schema->results.size() &&
                                schema->results[i].arity == SchemaParameter::Arity::Single);
  };
  unsigned count = numResults();
  while (count > 1 && !call.present[count - 1])
    --count;
  for (unsigned i = 0; i < count || isSingle(i); ++i) {
    bool named = hasResult(i) || isSingle(i);
    op.addResult(Type(), named ? speller.graph().uniqueName(call.stem) : "");
    result(i, op.result(i));
  }
}

Value *SpellingBuilder::core(std::string_view name, std::vector<SpellingOperand> operands,
                             AttrDict attrs) {
  if (refused())
    return nullptr;
  CoreCall inner{opDef(name),
                 std::move(operands),
                 std::move(attrs),
                 {true},
                 call.stem + "_" + std::string(name)};
  return speller.write(inner, before, draft).front();
}

} // namespace fixcon

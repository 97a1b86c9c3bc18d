// Types are inferred as soon as an op is made, so what is built next can ask for them; a failure
// does not stop the builder, but is remembered and asked for at the end. replace() hands on the old
// value's name where that is a name of the user's file, by which findings are told.
#include "fixcon/Transforms/CoreBuilder.h"

#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Ops/SizeTracker.h"

#include <algorithm>

namespace fixcon {

AttrDict attrsOf(std::initializer_list<AttrDict::Entry> entries) {
  AttrDict dict;
  for (const auto &[name, value] : entries)
    dict.set(name, value);
  return dict;
}

void addOrigins(std::vector<std::string> &list, const std::vector<std::string> &more) {
  for (const std::string &name : more)
    if (std::find(list.begin(), list.end(), name) == list.end())
      list.push_back(name);
}

LogicalResult inferOp(Op &op) {
  if (isOpaque(op))
    return success();
  const OpDef *def = opDef(op);
  if (!def)
    return op.emitError() << "there is no core op '" << op.name() << "'";
  InferContext context = SizeTracker().contextOf(op);
  if (failed(def->inferTypes(context)))
    return failure();
  for (unsigned i = 0; i < op.numResults() && i < context.results().size(); ++i)
    if (op.hasResult(i))
      op.result(i)->setType(refined(context.results()[i], op.result(i)->type()));
  return success();
}

CoreBuilder::CoreBuilder(Op &before, std::string stem, std::vector<std::string> origins)
    : before(&before), stem(std::move(stem)), originNames(std::move(origins)) {}

Op *CoreBuilder::create(const std::string &core, std::vector<Value *> operands, AttrDict attrs,
                        unsigned results) {
  return create(core, std::move(operands), std::move(attrs), std::vector<bool>(results, true));
}

Op *CoreBuilder::create(const std::string &core, std::vector<Value *> operands, AttrDict attrs,
                        const std::vector<bool> &present) {
  return infer(prepare(core, std::move(operands), std::move(attrs), present));
}

Op *CoreBuilder::create(const std::string &core, std::vector<Value *> operands, AttrDict attrs,
                        unsigned results, const std::function<void(Op &)> &fill) {
  Op *op = prepare(core, std::move(operands), std::move(attrs), std::vector<bool>(results, true));
  fill(*op);
  return infer(op);
}

Op *CoreBuilder::prepare(const std::string &core, std::vector<Value *> operands, AttrDict attrs,
                         const std::vector<bool> &present) {
  while (!operands.empty() && !operands.back())
    operands.pop_back();
  Graph &graph = before->parent();
  Op *op = graph.createOp(core, operands, std::move(attrs), before);
  op->setLocation(before->location());
  op->setOrigins(originNames);
  for (bool is : present)
    made.push_back(op->addResult(Type(), is ? graph.uniqueName(stem + "_" + core) : ""));
  return op;
}

Op *CoreBuilder::infer(Op *op) {
  if (failed(inferOp(*op)))
    broken = true;
  return op;
}

Value *CoreBuilder::constant(Tensor tensor, const std::vector<std::string> &origins) {
  Graph &graph = before->parent();
  Value *weight = graph.addWeight(std::move(tensor), graph.uniqueName(stem + "_const"));
  std::vector<std::string> all = origins;
  addOrigins(all, originNames);
  weight->setOrigins(std::move(all));
  made.push_back(weight);
  return weight;
}

Value *CoreBuilder::scalar(int64_t number) { return constant(Tensor::scalar(number)); }

Value *CoreBuilder::ints(const std::vector<int64_t> &values) {
  return constant(Tensor::of<int64_t>({static_cast<int64_t>(values.size())}, values));
}

Value *CoreBuilder::scalarLike(const Value *like, double number) {
  DType dtype = DType::F32;
  if (like && like->type().isTensor())
    dtype = like->type().dtype();
  else {
    before->emitError() << "the element type of '" << (like ? like->name() : "an absent operand")
                        << "' is not known";
    broken = true;
  }
  return constant(Tensor::scalar(number).converted(dtype));
}

Value *CoreBuilder::filledLike(double number, const Value *like, Value *shaped) {
  return value("expand", {scalarLike(like, number), value("shape", {shaped})});
}

Value *CoreBuilder::firstOf(Value *x, int64_t size) {
  return value("slice", {x, ints({0}), ints({size}), ints({-1})});
}

bool CoreBuilder::hasMade(const Value *value) const {
  return std::find(made.begin(), made.end(), value) != made.end();
}

/// Whether the value has the name of one of the faithful ops that it comes from.
static bool hasFaithfulName(const Value *value) {
  if (!value->isResult())
    return true;
  const auto &origins = value->definingOp()->origins();
  return std::find(origins.begin(), origins.end(), value->name()) != origins.end();
}

void CoreBuilder::replace(Value *old, Value *by) {
  old->replaceAllUsesWith(by);
  if (old->name().empty())
    return;
  bool better = hasMade(by) || (old->isResult() && hasFaithfulName(old) && !hasFaithfulName(by));
  if (!better)
    return;
  std::string name = old->name();
  Graph &graph = old->graph();
  graph.rename(old, graph.uniqueName(name));
  by->graph().rename(by, name);
  std::erase(made, by);
}

} // namespace fixcon

// Running the steps of a slice, values dropped after their last use.
#include "Frame.h"

#include "fixcon/IR/Module.h"

namespace fixcon {

const RuntimeValue &WeightCache::get(const Value &weight) {
  std::lock_guard lock(mutex);
  auto it = values.find(&weight);
  if (it == values.end()) {
    const Tensor &tensor = weight.tensor();
    it = values.emplace(&weight, toRuntime(tensor, tensor.dtype(), precision)).first;
  }
  return it->second;
}

Frame::~Frame() {
  for (const auto &[value, held] : values)
    run.meter.used -= footprint(held.tensor);
}

LogicalResult Frame::give(const Value &value, const Tensor &tensor) {
  DType dtype = value.type().isTensor() ? value.type().dtype() : tensor.dtype();
  if (isFloat(dtype) != isFloat(tensor.dtype()) || (!isFloat(dtype) && dtype != tensor.dtype()))
    return graph.module().diagnostics().error({})
           << "%" << value.name() << " of @" << graph.name() << " is " << value.type().str()
           << ", a tensor of " << name(tensor.dtype()) << " was given";
  RuntimeValue held = toRuntime(tensor, dtype, run.options.precision);
  int64_t bytes = footprint(held.tensor);
  if (bytes > run.meter.budget - run.meter.used)
    return graph.module().diagnostics().error({})
           << "%" << value.name() << " of @" << graph.name() << ": " << bytes
           << " bytes exceed the memory budget of " << run.meter.budget << " bytes";
  run.meter.used += bytes;
  values[&value] = std::move(held);
  return success();
}

const RuntimeValue &Frame::value(const Value &value) const {
  for (const Frame *frame = this; frame; frame = frame->parent)
    if (auto it = frame->values.find(&value); it != frame->values.end())
      return it->second;
  assert(value.isWeight() && "a slice computes what it reads");
  return run.weights.get(value);
}

void Frame::drop(const Value *value) {
  auto it = values.find(value);
  if (it == values.end())
    return;
  run.meter.used -= footprint(it->second.tensor);
  values.erase(it);
}

LogicalResult Frame::execute(std::span<const Value *const> fetches) {
  auto isGiven = [&](const Value *value) { return values.contains(value); };
  auto plan = slice(graph, run.index, isGiven, fetches);
  if (failed(plan))
    return failure();
  for (const Slice::Step &next : plan->steps) {
    if (failed(step(*next.op)))
      return failure();
    for (const Value *value : next.dead)
      drop(value);
  }
  return success();
}

LogicalResult Frame::step(const Op &op) {
  std::vector<const RuntimeValue *> operands;
  for (const Value *operand : op.operands())
    operands.push_back(operand ? &value(*operand) : nullptr);
  auto results = evaluate(op, operands);
  if (failed(results))
    return failure();
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i))
      continue;
    // A given value stands even if the op that makes it runs for another of its results.
    if (!values.emplace(op.result(i), (*results)[i]).second)
      run.meter.used -= footprint((*results)[i].tensor);
  }
  return success();
}

FailureOr<std::vector<RuntimeValue>>
Frame::evaluate(const Op &op, const std::vector<const RuntimeValue *> &operands) {
  StepSettings settings{run.options.precision, run.options.seed,
                        [this](const Graph &region, std::vector<Tensor> arguments) {
                          return runRegion(region, arguments);
                        }};
  return runStep(op, operands, settings, run.meter);
}

FailureOr<std::vector<Tensor>> Frame::runRegion(const Graph &region,
                                                const std::vector<Tensor> &arguments) {
  if (arguments.size() != region.arguments().size())
    return region.parentOp()->emitError() << "nested graph takes " << region.arguments().size()
                                          << " arguments, " << arguments.size() << " were given";
  Frame frame(region, run, this);
  for (unsigned i = 0; i < arguments.size(); ++i)
    if (failed(frame.give(*region.argument(i), arguments[i])))
      return failure();
  std::vector<const Value *> outputs;
  for (unsigned i = 0; i < region.numOutputs(); ++i)
    outputs.push_back(region.output(i));
  if (failed(frame.execute(outputs)))
    return failure();
  std::vector<Tensor> results;
  for (const Value *output : outputs)
    results.push_back(frame.value(*output).tensor);
  return results;
}

} // namespace fixcon

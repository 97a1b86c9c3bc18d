// Running the steps of a slice, values dropped after their last use.
#include "Frame.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Support/Require.h"

namespace fixcon {

Frame::~Frame() {
  for (const auto &[value, held] : values)
    run.meter.used -= held.bytes();
}

LogicalResult Frame::bind(const Value &value, const Datum &datum) {
  auto held = toRuntime(datum, value.type(), run.options.precision);
  // Shapes that contradict what a model declares of its inputs would only fail somewhere inside.
  bool strict = !parent && value.isArgument();
  if (!held || (strict && !fits(*held, value.type())))
    return graph.module().diagnostics().error(graph.location())
           << "%" << value.name() << " of @" << graph.name() << " is " << value.type().str() << ", "
           << datum.type().str() << " was given";
  int64_t bytes = held->bytes();
  if (bytes > run.meter.budget - run.meter.used)
    return graph.module().diagnostics().error(graph.location())
           << "%" << value.name() << " of @" << graph.name() << ": " << bytes
           << " bytes exceed the memory budget of " << run.meter.budget << " bytes";
  run.meter.used += bytes;
  values[&value] = std::move(*held);
  return success();
}

const Datum *Frame::find(const Value &value) const {
  for (const Frame *frame = this; frame; frame = frame->parent)
    if (auto it = frame->values.find(&value); it != frame->values.end())
      return &it->second;
  require(value.isWeight(), "a value is read that the slice does not compute");
  return nullptr;
}

Datum Frame::value(const Value &value) const {
  const Datum *known = find(value);
  return known ? *known : run.weights.get(value);
}

void Frame::drop(const Value *value) {
  auto it = values.find(value);
  if (it == values.end())
    return;
  run.meter.used -= it->second.bytes();
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
  std::vector<const Datum *> operands;
  std::vector<Datum> weights;
  weights.reserve(op.numOperands());
  for (const Value *operand : op.operands()) {
    operands.push_back(operand ? find(*operand) : nullptr);
    if (operand && !operands.back())
      operands.back() = &weights.emplace_back(run.weights.get(*operand));
  }
  auto results = evaluate(op, operands);
  if (failed(results))
    return failure();
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i))
      continue;
    // A given value stands even if the op that makes it runs for another of its results.
    if (!values.emplace(op.result(i), (*results)[i]).second)
      run.meter.used -= (*results)[i].bytes();
  }
  return success();
}

FailureOr<std::vector<Datum>> Frame::evaluate(const Op &op,
                                              const std::vector<const Datum *> &operands) {
  StepSettings settings{run.index.isExact(op) ? Precision::F64 : run.options.precision,
                        run.options.seed,
                        [this](const Graph &region, const std::vector<Datum> &arguments) {
                          return runRegion(region, arguments);
                        }};
  return runStep(op, operands, settings, run.meter);
}

FailureOr<std::vector<Datum>> Frame::runRegion(const Graph &region,
                                               const std::vector<Datum> &arguments) {
  if (arguments.size() != region.arguments().size())
    return region.parentOp()->emitError() << "nested graph takes " << region.arguments().size()
                                          << " arguments, " << arguments.size() << " were given";
  Frame frame(region, run, this);
  for (unsigned i = 0; i < arguments.size(); ++i)
    if (failed(frame.bind(*region.argument(i), arguments[i])))
      return failure();
  std::vector<const Value *> outputs;
  for (unsigned i = 0; i < region.numOutputs(); ++i)
    outputs.push_back(region.output(i));
  if (failed(frame.execute(outputs)))
    return failure();
  std::vector<Datum> results;
  for (const Value *output : outputs)
    results.push_back(frame.value(*output));
  return results;
}

} // namespace fixcon

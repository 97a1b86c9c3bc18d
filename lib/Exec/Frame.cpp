// Running the steps of a schedule, values handed over when they are there and dropped after their last use.
#include "Frame.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Support/Require.h"
#include "fixcon/Support/Stop.h"

#include <stdexcept>

namespace fixcon {

const RunValue &WeightCache::get(const Value &weight) {
  std::lock_guard lock(mutex);
  auto it = values.find(&weight);
  if (it == values.end())
    it = values.emplace(&weight, RunValue::weight(weight.tensor())).first;
  return it->second;
}

FailureOr<std::shared_ptr<const Schedule>>
RegionSchedules::get(const Graph &region, const std::function<FailureOr<Schedule>()> &make) {
  std::lock_guard lock(mutex);
  auto it = schedules.find(&region);
  if (it == schedules.end()) {
    auto made = make();
    if (failed(made))
      return failure();
    it = schedules.emplace(&region, std::make_shared<const Schedule>(std::move(*made))).first;
  }
  return it->second;
}

Frame::~Frame() {
  for (const auto &[value, held] : values)
    run.meter.used -= held.bytes();
}

LogicalResult Frame::bind(const Value &value, const Datum &datum) {
  // Tensors are widened only if an op asks for that.
  const Type &type = value.type();
  bool isTensor = datum.isTensor() && (type.isTensor() || type.isUnknown());
  auto held = isTensor ? takeTensor(datum, type.isTensor() ? type.dtype() : datum.dtype(),
                                    run.options.numerics)
                       : toRuntime(datum, type, run.options.numerics);
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
  values[&value] = RunValue(std::move(*held));
  return success();
}

const RunValue &Frame::value(const Value &value) const {
  for (const Frame *frame = this; frame; frame = frame->parent)
    if (auto it = frame->values.find(&value); it != frame->values.end())
      return it->second;
  require(value.isWeight(), "a value is read that the schedule does not compute");
  return run.weights.get(value);
}

bool Frame::has(const Value &value) const {
  for (const Frame *frame = this; frame; frame = frame->parent)
    if (frame->values.contains(&value))
      return true;
  return value.isWeight();
}

void Frame::drop(const Value *value) {
  auto it = values.find(value);
  if (it == values.end())
    return;
  run.meter.used -= it->second.bytes();
  values.erase(it);
}

LogicalResult Frame::execute(const Schedule &schedule, std::span<const Value *const> wanted,
                             const Delivery &deliver) {
  std::unordered_map<const Value *, std::vector<size_t>> open;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (!has(*wanted[i]))
      open[wanted[i]].push_back(i);
    else if (failed(deliver(i, value(*wanted[i]))))
      return failure();
  }
  for (const auto &[next, dead] : schedule.entries) {
    if (failed(step(next)))
      return failure();
    for (const Value *result : next.results)
      if (auto it = open.find(result); it != open.end())
        for (size_t i : it->second)
          if (failed(deliver(i, value(*result))))
            return failure();
    for (const Value *value : dead)
      drop(value);
  }
  return success();
}

LogicalResult Frame::step(const PlanStep &step) {
  if (step.kernel) {
    auto done = runKernel(step);
    if (failed(done))
      return failure();
    if (*done)
      return success();
  }
  for (const PlanStep &part : step.parts)
    if (failed(this->step(part)))
      return failure();
  return step.parts.empty() ? runReference(*step.ops.front()) : success();
}

FailureOr<bool> Frame::runKernel(const PlanStep &step) {
  checkStop();
  std::vector<const RunValue *> operands;
  for (const Value *operand : step.operands)
    operands.push_back(operand ? &value(*operand) : nullptr);
  const Op &op = *step.ops.back();
  try {
    auto results = step.kernel->run(operands);
    if (!results)
      return false;
    for (size_t i = 0; i < step.results.size(); ++i)
      if (step.results[i] && failed(keep(op, *step.results[i], std::move((*results)[i]))))
        return failure();
    return true;
  } catch (const std::bad_alloc &) {
    // The reference says how much it needs, if it needs as much.
    return false;
  } catch (const std::logic_error &error) {
    return op.module().diagnostics().internalError(op.location()).code(op.name() + "_run")
           << error.what();
  }
}

LogicalResult Frame::keep(const Op &op, const Value &value, RunValue held) {
  int64_t bytes = held.bytes();
  if (failed(checkBudget(op, bytes, run.meter)))
    return failure();
  // A given value stands even if the op that makes it runs for another of its results.
  if (values.emplace(&value, std::move(held)).second)
    run.meter.used += bytes;
  return success();
}

LogicalResult Frame::runReference(const Op &op) {
  std::vector<Datum> data(op.numOperands());
  std::vector<const Datum *> operands(op.numOperands());
  for (unsigned i = 0; i < op.numOperands(); ++i)
    if (op.operand(i)) {
      data[i] = value(*op.operand(i)).wide();
      operands[i] = &data[i];
    }
  auto results = evaluate(op, operands);
  if (failed(results))
    return failure();
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i))
      continue;
    // The meter has counted it.
    if (!values.emplace(op.result(i), RunValue((*results)[i])).second)
      run.meter.used -= (*results)[i].bytes();
  }
  return success();
}

FailureOr<std::vector<Datum>> Frame::evaluate(const Op &op,
                                              const std::vector<const Datum *> &operands) {
  StepSettings settings{run.index.isExact(op) ? Numerics::Exact : run.options.numerics,
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
  auto isGiven = [](const Value *value) { return value->isArgument(); };
  auto steps = run.regions.get(region, [&] {
    return schedule(run.index, {region, isGiven, outputs, run.provider, run.options.numerics});
  });
  if (failed(steps))
    return failure();
  std::vector<Datum> results(outputs.size());
  auto take = [&](size_t i, const RunValue &value) {
    results[i] = value.wide();
    return success();
  };
  if (failed(frame.execute(**steps, outputs, take)))
    return failure();
  return results;
}

} // namespace fixcon

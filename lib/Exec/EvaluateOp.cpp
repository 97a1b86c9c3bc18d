// One op by itself, by its reference meaning.
#include "Frame.h"

#include "fixcon/IR/Module.h"

namespace fixcon {

/// Operands as a run would hold them, by the dtypes that the op's operands are declared with.
static FailureOr<std::vector<Datum>>
runtimeOperands(const Op &op, std::span<const Tensor *const> operands, Numerics numerics) {
  std::vector<Datum> data(operands.size());
  for (unsigned i = 0; i < operands.size(); ++i) {
    if (!operands[i])
      continue;
    const Value *declared = op.operand(i);
    auto held = toRuntime(*operands[i], declared ? declared->type() : Type(), numerics);
    if (!held)
      return op.emitError().code(op.name() + "_run")
             << "operand " << i << " is " << declared->type().str() << ", "
             << typeOf(*operands[i]).str() << " was given";
    data[i] = std::move(*held);
  }
  return data;
}

FailureOr<std::vector<Tensor>> evaluateOp(const Op &op, std::span<const Tensor *const> operands,
                                          const ExecOptions &options) {
  auto data = runtimeOperands(op, operands, options.numerics);
  if (failed(data))
    return failure();
  std::vector<const Datum *> present;
  for (unsigned i = 0; i < operands.size(); ++i)
    present.push_back(operands[i] ? &(*data)[i] : nullptr);
  GraphIndex index(op);
  for (const Value *outer : index.captured(op))
    if (!outer->isWeight())
      return op.emitError().code(op.name() + "_run")
             << "the op reads %" << outer->name()
             << " of the graph around it and cannot be run alone";
  WeightCache weights;
  RegionSchedules regions;
  RunState state{index, weights, options, nullptr, regions, {options.memoryBudget, 0}};
  Frame frame(op.parent(), state);
  auto computed = frame.evaluate(op, present);
  if (failed(computed))
    return failure();
  std::vector<Tensor> results;
  for (unsigned i = 0; i < op.numResults(); ++i) {
    const Datum &datum = (*computed)[i];
    // What the op does not give stands as an empty tensor, so that results keep their places.
    if (!op.hasResult(i)) {
      results.emplace_back();
      continue;
    }
    if (!datum.isTensor())
      return op.emitError().code(op.name() + "_run")
             << "gives " << datum.type().str() << ", a tensor is needed";
    results.push_back(fromRuntime(RunValue(datum), options.numerics).tensor());
  }
  return results;
}

} // namespace fixcon

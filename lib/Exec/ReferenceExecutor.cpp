// The executor that runs every op by its reference meaning. A run keeps its state to itself, so
// that runs on several threads may share one executor; only converted weights are shared.
#include "Frame.h"

#include "fixcon/IR/Module.h"

namespace fixcon {

namespace {

class ReferenceExecutor final : public Executor {
public:
  ReferenceExecutor(const Graph &graph, const ExecOptions &options)
      : theGraph(graph), options(options), index(graph), weights(options.precision) {}

  FailureOr<std::vector<Tensor>> run(const Bindings &feeds,
                                     std::span<const Value *const> fetches) override;
  const Graph &graph() const override { return theGraph; }

private:
  LogicalResult checkArgument(const Value &value, const Tensor &tensor) const;

  const Graph &theGraph;
  ExecOptions options;
  GraphIndex index;
  WeightCache weights;
};

} // namespace

/// Shapes that contradict the declared ones would only fail somewhere inside.
LogicalResult ReferenceExecutor::checkArgument(const Value &value, const Tensor &tensor) const {
  const Type &type = value.type();
  if (!value.isArgument() || !type.isTensor() || !type.isRanked())
    return success();
  bool fits = type.rank() == tensor.rank();
  for (size_t i = 0; fits && i < type.rank(); ++i)
    fits = !type.dim(i).isStatic() || type.dim(i).size() == tensor.shape()[i];
  if (fits)
    return success();
  return theGraph.module().diagnostics().error({})
         << "argument %" << value.name() << " of @" << theGraph.name() << " is " << type.str()
         << ", a tensor of " << str(tensor.shape()) << " was given";
}

FailureOr<std::vector<Tensor>> ReferenceExecutor::run(const Bindings &feeds,
                                                      std::span<const Value *const> fetches) {
  RunState state{index, weights, options, {options.memoryBudget, 0}};
  Frame frame(theGraph, state);
  for (const auto &[value, tensor] : feeds)
    if (failed(checkArgument(*value, tensor)) || failed(frame.give(*value, tensor)))
      return failure();
  if (failed(frame.execute(fetches)))
    return failure();
  std::vector<Tensor> results;
  for (const Value *fetch : fetches)
    results.push_back(fromRuntime(frame.value(*fetch), options.precision));
  return results;
}

FailureOr<std::unique_ptr<Executor>> makeReferenceExecutor(const Graph &graph,
                                                           const ExecOptions &options) {
  bool known = true;
  graph.walk([&](const Op &op) {
    if (opDef(op))
      return;
    known = false;
    op.emitError() << "op '" << op.name() << "' is not a core op and cannot be run";
  });
  if (!known)
    return failure();
  return std::unique_ptr<Executor>(new ReferenceExecutor(graph, options));
}

/// Operands as a run would hold them, by the dtypes that the op's operands are declared with.
static std::vector<RuntimeValue>
runtimeOperands(const Op &op, std::span<const Tensor *const> operands, Precision precision) {
  std::vector<RuntimeValue> values;
  for (unsigned i = 0; i < operands.size(); ++i) {
    if (!operands[i]) {
      values.emplace_back();
      continue;
    }
    const Value *declared = op.operand(i);
    bool typed = declared && declared->type().isTensor();
    values.push_back(toRuntime(*operands[i],
                               typed ? declared->type().dtype() : operands[i]->dtype(), precision));
  }
  return values;
}

FailureOr<std::vector<Tensor>> evaluateOp(const Op &op, std::span<const Tensor *const> operands,
                                          const ExecOptions &options) {
  auto values = runtimeOperands(op, operands, options.precision);
  std::vector<const RuntimeValue *> present;
  for (unsigned i = 0; i < operands.size(); ++i)
    present.push_back(operands[i] ? &values[i] : nullptr);
  GraphIndex index(op);
  for (const Value *outer : index.captured(op))
    if (!outer->isWeight())
      return op.emitError() << op.name() << " reads %" << outer->name()
                            << " of the graph around it and cannot be run alone";
  WeightCache weights(options.precision);
  RunState state{index, weights, options, {options.memoryBudget, 0}};
  Frame frame(op.parent(), state);
  auto computed = frame.evaluate(op, present);
  if (failed(computed))
    return failure();
  std::vector<Tensor> results;
  for (const RuntimeValue &value : *computed)
    results.push_back(fromRuntime(value, options.precision));
  return results;
}

} // namespace fixcon

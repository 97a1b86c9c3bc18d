// The executor that runs every op by its reference meaning. A run keeps its state to itself, so
// that runs on several threads may share one executor; only converted weights are shared.
#include "Frame.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"

namespace fixcon {

namespace {

class ReferenceExecutor final : public Executor {
public:
  ReferenceExecutor(const Graph &graph, const ExecOptions &options)
      : theGraph(graph), options(options), index(graph) {}

  FailureOr<std::vector<Datum>> runData(const DataBindings &feeds,
                                        std::span<const Value *const> fetches) override;
  const Graph &graph() const override { return theGraph; }

private:
  const Graph &theGraph;
  ExecOptions options;
  GraphIndex index;
  WidenedWeights weights;
};

} // namespace

FailureOr<std::vector<Datum>> ReferenceExecutor::runData(const DataBindings &feeds,
                                                         std::span<const Value *const> fetches) {
  RunState state{index, weights, options, {options.memoryBudget, 0}};
  Frame frame(theGraph, state);
  for (const auto &[value, datum] : feeds)
    if (failed(frame.bind(*value, datum)))
      return failure();
  if (failed(frame.execute(fetches)))
    return failure();
  std::vector<Datum> results;
  for (const Value *fetch : fetches)
    results.push_back(fromRuntime(frame.value(*fetch), options.precision));
  return results;
}

FailureOr<std::unique_ptr<Executor>> makeReferenceExecutor(const Graph &graph,
                                                           const ExecOptions &options) {
  bool known = true, isCore = graph.dialect().empty();
  graph.walk([&](const Op &op) {
    if (isOpaque(op) ? isCore : opDef(op) != nullptr)
      return;
    known = false;
    op.emitError().code("IR-core-op")
        << "op '" << op.name() << "' is not a core op and cannot be run";
  });
  if (!known)
    return failure();
  return std::unique_ptr<Executor>(new ReferenceExecutor(graph, options));
}

/// Operands as a run would hold them, by the dtypes that the op's operands are declared with.
static FailureOr<std::vector<Datum>>
runtimeOperands(const Op &op, std::span<const Tensor *const> operands, Precision precision) {
  std::vector<Datum> data(operands.size());
  for (unsigned i = 0; i < operands.size(); ++i) {
    if (!operands[i])
      continue;
    const Value *declared = op.operand(i);
    auto held = toRuntime(*operands[i], declared ? declared->type() : Type(), precision);
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
  auto data = runtimeOperands(op, operands, options.precision);
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
  WidenedWeights weights;
  RunState state{index, weights, options, {options.memoryBudget, 0}};
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
    results.push_back(fromRuntime(datum, options.precision).tensor());
  }
  return results;
}

} // namespace fixcon

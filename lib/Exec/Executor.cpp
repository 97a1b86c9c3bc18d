// What every executor offers on top of runData().
#include "fixcon/Exec/Executor.h"

#include "fixcon/IR/Module.h"

namespace fixcon {

FailureOr<std::vector<Tensor>> Executor::run(const Bindings &feeds,
                                             std::span<const Value *const> fetches) {
  auto data = runData(DataBindings(feeds.begin(), feeds.end()), fetches);
  if (failed(data))
    return failure();
  std::vector<Tensor> tensors;
  for (size_t i = 0; i < fetches.size(); ++i) {
    Datum &datum = (*data)[i];
    if (!datum.isTensor())
      return graph().module().diagnostics().error(graph().location())
             << "%" << fetches[i]->name() << " of @" << graph().name() << " is "
             << datum.type().str() << ", a tensor is needed";
    tensors.push_back(std::move(datum.tensor()));
  }
  return tensors;
}

FailureOr<Tensor> Executor::runTo(const Value &fetch,
                                  const std::map<std::string, Tensor> &arguments) {
  const Value *wanted = &fetch;
  auto values = run(bindArguments(graph(), arguments), std::span(&wanted, 1));
  if (failed(values))
    return failure();
  return std::move(values->front());
}

static LogicalResult checkCount(const Graph &graph, size_t given) {
  if (given == graph.arguments().size())
    return success();
  return graph.module().diagnostics().error(graph.location())
         << "@" << graph.name() << " takes " << graph.arguments().size() << " arguments, " << given
         << " were given";
}

static std::vector<const Value *> outputsOf(const Graph &graph) {
  std::vector<const Value *> outputs;
  for (unsigned i = 0; i < graph.numOutputs(); ++i)
    outputs.push_back(graph.output(i));
  return outputs;
}

FailureOr<std::vector<Datum>> Executor::runDataOutputs(std::span<const Datum> arguments) {
  if (failed(checkCount(graph(), arguments.size())))
    return failure();
  DataBindings feeds;
  for (unsigned i = 0; i < arguments.size(); ++i)
    feeds.emplace(graph().argument(i), arguments[i]);
  return runData(feeds, outputsOf(graph()));
}

FailureOr<std::vector<Tensor>> Executor::runOutputs(std::span<const Tensor> arguments) {
  if (failed(checkCount(graph(), arguments.size())))
    return failure();
  Bindings feeds;
  for (unsigned i = 0; i < arguments.size(); ++i)
    feeds.emplace(graph().argument(i), arguments[i]);
  return run(feeds, outputsOf(graph()));
}

} // namespace fixcon

// What every executor offers on top of plan().
#include "fixcon/Exec/Executor.h"

#include "fixcon/IR/Module.h"

#include <algorithm>

namespace fixcon {

/// Feeds come in no order, and a plan is found again by their values whatever it is.
FailureOr<std::vector<Datum>> Executor::runData(const DataBindings &feeds,
                                                std::span<const Value *const> fetches) {
  PlanKey key{{}, {fetches.begin(), fetches.end()}};
  for (const auto &[value, datum] : feeds)
    key.first.push_back(value);
  std::sort(key.first.begin(), key.first.end());
  auto plan = knownPlan(key);
  if (failed(plan))
    return failure();
  std::vector<Datum> given, results(fetches.size());
  for (const Value *value : key.first)
    given.push_back(feeds.at(value));
  auto keep = [&](size_t i, Datum value) {
    results[i] = std::move(value);
    return success();
  };
  if (failed((*plan)->run(given, keep)))
    return failure();
  return results;
}

FailureOr<std::shared_ptr<const Plan>> Executor::knownPlan(const PlanKey &key) {
  // A graph is run between few pairs of cuts again and again, or between many once.
  constexpr size_t plansKept = 256;
  {
    std::lock_guard lock(mutex);
    if (auto it = plans.find(key); it != plans.end())
      return it->second;
  }
  auto made = plan(key.first, key.second);
  if (failed(made))
    return failure();
  std::lock_guard lock(mutex);
  if (plans.size() >= plansKept)
    plans.clear();
  plans.emplace(key, *made);
  return *made;
}

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

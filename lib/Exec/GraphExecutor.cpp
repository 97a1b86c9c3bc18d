// The executor of graphs. What it plans keeps its steps, and those of nested graphs; a run keeps its state to itself,
// so that threads may share both. Weights in the forms that kernels want are shared by all.
#include "Frame.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"

namespace fixcon {

namespace {

/// What the plans of one graph share.
struct Shared {
  Shared(const Graph &graph, const ExecOptions &options,
         std::shared_ptr<const KernelProvider> provider)
      : graph(graph), options(options), provider(std::move(provider)), index(graph) {}

  const Graph &graph;
  ExecOptions options;
  std::shared_ptr<const KernelProvider> provider;
  GraphIndex index;
  WeightCache weights;
};

class GraphPlan final : public Plan {
public:
  GraphPlan(std::shared_ptr<Shared> shared, std::vector<const Value *> given,
            std::vector<const Value *> wanted, Schedule schedule)
      : shared(std::move(shared)), given(std::move(given)), wanted(std::move(wanted)),
        main(std::move(schedule)) {}

  LogicalResult run(std::span<const Datum> data, const Sink &sink) const override {
    Shared &s = *shared;
    RunState state{s.index,          s.weights, s.options,
                   s.provider.get(), regions,   {s.options.memoryBudget, 0}};
    Frame frame(s.graph, state);
    for (size_t i = 0; i < given.size(); ++i)
      if (failed(frame.bind(*given[i], data[i])))
        return failure();
    auto deliver = [&](size_t i, const RunValue &value) {
      return sink(i, fromRuntime(value, s.options.numerics));
    };
    return frame.execute(main, wanted, deliver);
  }

private:
  std::shared_ptr<Shared> shared;
  std::vector<const Value *> given, wanted;
  Schedule main;
  mutable RegionSchedules regions;
};

class GraphExecutor final : public Executor {
public:
  GraphExecutor(const Graph &graph, const ExecOptions &options,
                std::shared_ptr<const KernelProvider> provider)
      : shared(std::make_shared<Shared>(graph, options, std::move(provider))) {}

  const Graph &graph() const override { return shared->graph; }
  FailureOr<std::shared_ptr<const Plan>> plan(std::span<const Value *const> given,
                                              std::span<const Value *const> wanted) override {
    std::unordered_set<const Value *> known(given.begin(), given.end());
    auto isGiven = [&](const Value *value) { return known.contains(value); };
    auto steps = schedule(shared->index, {shared->graph, isGiven, wanted, shared->provider.get(),
                                          shared->options.numerics});
    if (failed(steps))
      return failure();
    return std::shared_ptr<const Plan>(
        std::make_shared<GraphPlan>(shared, std::vector(given.begin(), given.end()),
                                    std::vector(wanted.begin(), wanted.end()), std::move(*steps)));
  }

private:
  std::shared_ptr<Shared> shared;
};

} // namespace

FailureOr<std::unique_ptr<Executor>> makeExecutor(const Graph &graph, const ExecOptions &options,
                                                  std::shared_ptr<const KernelProvider> provider) {
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
  return std::unique_ptr<Executor>(new GraphExecutor(graph, options, std::move(provider)));
}

FailureOr<std::unique_ptr<Executor>> makeReferenceExecutor(const Graph &graph,
                                                           const ExecOptions &options) {
  return makeExecutor(graph, options, nullptr);
}

} // namespace fixcon

// What every executor offers on top of run().
#include "fixcon/Exec/Executor.h"

#include "fixcon/IR/Module.h"

namespace fixcon {

FailureOr<std::vector<Tensor>> Executor::runOutputs(std::span<const Tensor> arguments) {
  const Graph &g = graph();
  if (arguments.size() != g.arguments().size())
    return g.module().diagnostics().error({})
           << "@" << g.name() << " takes " << g.arguments().size() << " arguments, "
           << arguments.size() << " were given";
  Bindings feeds;
  for (unsigned i = 0; i < arguments.size(); ++i)
    feeds.emplace(g.argument(i), arguments[i]);
  std::vector<const Value *> fetches;
  for (unsigned i = 0; i < g.numOutputs(); ++i)
    fetches.push_back(g.output(i));
  return run(feeds, fetches);
}

} // namespace fixcon

// An executable form that is changed is a normal form from then on: the executable one must stay
// what a runtime computes. A graph on which `change` failed may be half changed, so it counts as
// changed.
#include "CoreGraphPass.h"

#include "Legalize.h"

namespace fixcon {

std::unique_ptr<Pass> makeCoreGraphPass(std::function<FailureOr<bool>(Graph &)> change) {
  struct ThisPass : Pass {
    explicit ThisPass(std::function<FailureOr<bool>(Graph &)> change) : change(std::move(change)) {}
    LogicalResult run(Module &module, PassContext &context) override {
      unsigned before = module.diagnostics().errorCount();
      bool changed = false, good = true;
      for (const auto &graph : module.graphs()) {
        if (!graph->dialect().empty())
          continue;
        FailureOr<bool> done = change(*graph);
        good &= succeeded(done);
        if (succeeded(done) && !*done)
          continue;
        changed = true;
        // What is rewritten is no longer what a runtime executes.
        if (graph->kind() == GraphKind::Executable)
          graph->setDerived(GraphKind::Normal, graph->derivedFrom());
      }
      if (changed)
        context.analyses.invalidateAll();
      return success(good && module.diagnostics().errorCount() == before);
    }
    std::function<FailureOr<bool>(Graph &)> change;
  };
  return std::make_unique<ThisPass>(std::move(change));
}

} // namespace fixcon

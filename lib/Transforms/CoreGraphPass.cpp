#include "CoreGraphPass.h"

#include "Legalize.h"

namespace fixcon {

std::unique_ptr<Pass> makeCoreGraphPass(bool (*change)(Graph &)) {
  struct ThisPass : Pass {
    explicit ThisPass(bool (*change)(Graph &)) : change(change) {}
    LogicalResult run(Module &module, PassContext &context) override {
      unsigned before = module.diagnostics().errorCount();
      bool changed = false;
      for (const auto &graph : module.graphs())
        if (graph->dialect().empty() && change(*graph)) {
          changed = true;
          // What is rewritten is no longer what a runtime executes.
          if (graph->kind() == GraphKind::Executable)
            graph->setDerived(GraphKind::Normal, graph->derivedFrom());
        }
      if (changed)
        context.analyses.invalidateAll();
      return success(module.diagnostics().errorCount() == before);
    }
    bool (*change)(Graph &);
  };
  return std::make_unique<ThisPass>(change);
}

} // namespace fixcon

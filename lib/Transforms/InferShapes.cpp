// Types of all values of the core graphs, from their arguments on.
#include "Legalize.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Pass/Pass.h"

namespace fixcon {

std::unique_ptr<Pass> createInferShapes() {
  struct ThisPass : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      for (const auto &graph : module.graphs())
        if (graph->dialect().empty() && failed(inferTypes(*graph)))
          return failure();
      context.analyses.invalidateAll();
      return success();
    }
  };
  return std::make_unique<ThisPass>();
}

} // namespace fixcon

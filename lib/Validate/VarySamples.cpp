// vary-samples: where a probe differs and the data shows nothing, goes on with the sample of that probe.
//
// Pads that are right for the sizes of the data, rows of a table that no sample reaches, or a bound beyond all its
// numbers are faults that no comparison on the data can name. What aligns, localises and repairs behind this pass sees them at work;
// `restore-samples` brings the data back before the result is judged.
#include "ProbeSamples.h"
#include "fixcon/Fault/Fault.h"

#include <algorithm>

namespace fixcon {

/// By sizes of the data that the target holds.
static bool isExplained(const Module &module) {
  return std::ranges::any_of(faultsOf(module),
                             [](const Fault &fault) { return fault.type == FaultType::ID; });
}

std::unique_ptr<Pass> createVarySamples() {
  struct VarySamples : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      if (!isExplained(module))
        goOnWithProbe(module, context, "before");
      return success();
    }
  };
  return std::make_unique<VarySamples>();
}

} // namespace fixcon

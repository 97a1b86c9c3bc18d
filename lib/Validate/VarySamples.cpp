// vary-samples: where a probe differs and the data shows nothing, goes on with the sample of that probe.
//
// Pads that are right for the sizes of the data, or rows of a table that no sample reaches, are faults that no
// comparison on the data can name. What aligns, localises and repairs behind this pass sees them at work;
// `restore-samples` brings the data back before the result is judged.
#include "VariedSamples.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Probe.h"

#include <algorithm>

namespace fixcon {
namespace {

/// By sizes of the data that the target holds.
bool isExplained(const Module &module) {
  return std::ranges::any_of(faultsOf(module),
                             [](const Fault &fault) { return fault.type == FaultType::ID; });
}

bool isPair(const Module &module) { return module.graph("source") && module.graph("target"); }

struct VarySamples : Pass {
  LogicalResult run(Module &module, PassContext &context) override {
    auto evaluation = evaluationOf(module, "before");
    if (!isPair(module) || !evaluation || evaluation->judged() == 0 ||
        !evaluation->agreesThroughout() || isExplained(module))
      return success();
    std::vector<Probe> probes = probesOf(module, "before");
    auto shown = std::ranges::find_if(probes, &Probe::differs);
    if (shown == probes.end())
      return success();
    for (Variation &variation : variationsOf(*module.graph("source"), *module.graph("target")))
      if (variation.what == shown->what) {
        context.environment.samples =
            std::make_shared<VariedSamples>(samplesOf(module, context), std::move(variation));
        invalidatePair(module, context);
        break;
      }
    return success();
  }
};

} // namespace

std::unique_ptr<Pass> createVarySamples() { return std::make_unique<VarySamples>(); }

} // namespace fixcon

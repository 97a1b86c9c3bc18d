// vary-samples: where a probe differs and the data shows nothing, goes on with the sample of that probe.
//
// Pads that are right for the sizes of the data, rows of a table that no sample reaches, or a bound beyond all its
// numbers are faults that no comparison on the data can name. What aligns, localises and repairs behind this pass sees them at work;
// `restore-samples` brings the data back before the result is judged.
#include "DrawnSamples.h"
#include "VariedSamples.h"
#include "fixcon/Align/ExecutablePair.h"
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

std::shared_ptr<SampleSource> drawnFor(const Probe &probe, Module &module, PassContext &context) {
  const auto *pair = context.analyses.get<ExecutablePair>(module, context);
  std::shared_ptr<SampleSource> data = samplesOf(module, context);
  auto inputs = pair ? DrawnInputs::of(*data, *pair->source, *pair->target) : std::nullopt;
  if (!inputs)
    return nullptr;
  const Graph &source = *pair->sourceExecutable;
  for (DrawGroup &group : drawsFor(*inputs, source, *pair->targetExecutable))
    if (group.what == probe.what)
      return std::make_shared<DrawnSamples>(data, std::move(*inputs), &source, std::move(group));
  return nullptr;
}

std::shared_ptr<SampleSource> samplesOfProbe(const Probe &probe, Module &module,
                                             PassContext &context) {
  if (probe.kind == "drawn")
    return drawnFor(probe, module, context);
  for (Variation &variation : variationsOf(*module.graph("source"), *module.graph("target")))
    if (variation.what == probe.what)
      return std::make_shared<VariedSamples>(samplesOf(module, context), std::move(variation));
  return nullptr;
}

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
    if (auto samples = samplesOfProbe(*shown, module, context)) {
      context.environment.samples = std::move(samples);
      invalidatePair(module, context);
    }
    return success();
  }
};

} // namespace

std::unique_ptr<Pass> createVarySamples() { return std::make_unique<VarySamples>(); }

} // namespace fixcon

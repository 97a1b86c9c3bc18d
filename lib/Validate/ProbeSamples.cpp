// Probes are made anew by what they say they tried.
#include "ProbeSamples.h"

#include "DrawnSamples.h"
#include "VariedSamples.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Probe.h"

#include <algorithm>

namespace fixcon {
namespace {

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

/// Another batch or other sizes come first, for they change what is computed. Of drawn numbers those that show the most,
/// for only a few of the samples are looked into.
std::optional<Probe> clearest(const std::vector<Probe> &probes) {
  std::optional<Probe> best;
  for (const Probe &probe : probes) {
    bool isClearer = best && best->kind == "drawn" && probe.kind == "drawn" &&
                     probe.mismatches * best->samples > best->mismatches * probe.samples;
    if (probe.differs() && (!best || isClearer))
      best = probe;
  }
  return best;
}

} // namespace

void goOnWithProbe(Module &module, PassContext &context, std::string_view tag) {
  auto evaluation = evaluationOf(module, tag);
  if (!module.graph("source") || !module.graph("target") || !evaluation ||
      evaluation->judged() == 0 || !evaluation->agreesThroughout())
    return;
  auto probe = clearest(probesOf(module, tag));
  if (!probe)
    return;
  if (auto samples = samplesOfProbe(*probe, module, context)) {
    context.environment.samples = std::move(samples);
    invalidatePair(module, context);
  }
}

} // namespace fixcon

// probe: runs both models at another batch and at other sizes, where they leave these open, and on other numbers.
//
// A target that was right for one sample at a time may hold its batch in the shape of a Reshape, and pads that were
// computed for one size are wrong at the next. What the source itself cannot be run on says nothing. A model that
// draws random numbers is run once more with others: what it says twice is not what it will say the third time.
#include "fixcon/Validate/Probe.h"

#include "DrawnProbe.h"
#include "OutputComparison.h"
#include "ScratchPair.h"
#include "VariedSamples.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/IR/RecordFields.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Validate/Evaluation.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Whether the outputs of a model are others with other random numbers.
bool dependsOnSeed(std::string_view name, const Graph &source, const Graph &target, Module &module,
                   PassContext &context) {
  ScratchPair pair(source, target, module, context.environment);
  VariedSamples samples(samplesOf(module, context), {});
  Graph *executable = pair.legalize(name, samples);
  if (!executable)
    return false;
  Environment other = pair.environment;
  ++other.seed;
  ModelRunner once(*executable, pair.environment, samples), again(*executable, other, samples);
  OutputComparison comparison(once, again);
  if (failed(once.prepare()) || failed(again.prepare()))
    return false;
  auto judgements = comparison.judgeAlone(0);
  return succeeded(judgements) && std::ranges::any_of(*judgements, [](const OutputJudgement &j) {
           return j.valuesDiffer() || j.incomparable;
         });
}

/// Nothing where there is no memory for it: at other sizes the models may need more than at those of the data.
template <class Fn> std::optional<Probe> withinMemory(Fn probe) {
  try {
    return probe();
  } catch (const std::bad_alloc &) {
    return std::nullopt;
  }
}

/// Nothing if the source cannot be run so.
std::optional<Probe> probeVaried(const Graph &sourceModel, const Graph &targetModel, Module &module,
                                 PassContext &context, const Variation &variation) {
  ScratchPair pair(sourceModel, targetModel, module, context.environment);
  auto samples = std::make_shared<VariedSamples>(samplesOf(module, context), variation);
  Graph *source = pair.legalize("source", *samples);
  // What is given for an opaque op holds for the samples as they are.
  if (!source || !opaqueOps(*source).empty() || !pair.runs(*source, *samples))
    return std::nullopt;
  Probe result{variation.kind, variation.what, 1, 0, 0, {}};
  (void)pair.takeComplaint();
  Environment environment = pair.environment;
  environment.samples = samples;
  environment.threads = 1;
  PassContext scratch(environment);
  Graph *target = pair.legalize("target", *samples);
  auto evaluation = target ? evaluate(*source, *target, scratch) : FailureOr<Evaluation>(failure());
  if (failed(evaluation)) {
    result.trouble = pair.takeComplaint();
    return result;
  }
  if (evaluation->judged() == 0)
    return std::nullopt;
  result.mismatches = evaluation->trueMismatches() + evaluation->valuesDiffer;
  result.noiseUnits = evaluation->noiseUnits;
  return result;
}

bool drawsNumbers(const Graph &model) {
  bool draws = false;
  model.walk([&](const Op &op) {
    const OpDef *def = op.dialect().empty() ? opDef(op) : opDefForForeign(op);
    draws |= def && !def->isDeterministic();
  });
  return draws;
}

} // namespace

std::vector<Probe> probe(const Graph &source, const Graph &target, Module &module,
                         PassContext &context) {
  std::vector<Probe> probes;
  auto hasSizes = [&] { return std::ranges::find(probes, "size", &Probe::kind) != probes.end(); };
  for (const Variation &variation : variationsOf(source, target))
    if (!context.mustStop() && !(variation.isLast && hasSizes()))
      if (auto result =
              withinMemory([&] { return probeVaried(source, target, module, context, variation); }))
        probes.push_back(std::move(*result));
  for (const Graph *model : {&source, &target})
    if (drawsNumbers(*model) && !context.mustStop() &&
        dependsOnSeed(model->name(), source, target, module, context))
      probes.push_back({"random", model->name(), 1, 1, 0, {}});
  if (std::ranges::none_of(probes, [](const Probe &p) { return p.kind == "random"; }))
    for (Probe &drawn : probeDrawn(source, target, module, context))
      probes.push_back(std::move(drawn));
  return probes;
}

static bool isProbe(const Record &record, std::string_view tag) {
  return record.kind == "probe" && record.tag == tag;
}

std::vector<Probe> probesOf(const Module &module, std::string_view tag) {
  std::vector<Probe> probes;
  for (const Record &record : module.records())
    if (isProbe(record, tag))
      if (auto fields = readFields<Probe>(record, module.diagnostics()); succeeded(fields))
        probes.push_back(std::move(*fields));
  return probes;
}

void setProbes(Module &module, std::string_view tag, const std::vector<Probe> &probes) {
  std::erase_if(module.records(), [&](const Record &r) { return isProbe(r, tag); });
  for (const Probe &fields : probes) {
    Record record;
    record.kind = "probe";
    record.tag = tag;
    record.subject = {"target", ""};
    writeFields(fields, record);
    module.records().push_back(std::move(record));
  }
}

std::unique_ptr<Pass> createProbe() {
  struct ProbePass : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      const auto *pair = context.analyses.get<ExecutablePair>(module, context);
      if (!pair)
        return failure();
      // One that does not run as it is fed says nothing otherwise.
      if (!misfits(*pair->targetExecutable).empty())
        return success();
      setProbes(module, evaluationOf(module, "after") ? "after" : "before",
                probe(*pair->source, *pair->target, module, context));
      return success();
    }
  };
  return std::make_unique<ProbePass>();
}

} // namespace fixcon

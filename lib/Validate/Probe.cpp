// probe: runs both models at another batch and at other sizes, where they leave these open.
//
// A target that was right for one sample at a time may hold its batch in the shape of a Reshape, and pads that were
// computed for one size are wrong at the next. What the source itself cannot be run on says nothing. A model that
// draws random numbers is run once more with others: what it says twice is not what it will say the third time.
#include "fixcon/Validate/Probe.h"

#include "OutputComparison.h"
#include "VariedSamples.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/RandomLike.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/IR/RecordFields.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Transforms/Normalize.h"
#include "fixcon/Validate/Evaluation.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Both models in a module of their own, at other types of arguments.
class ProbeRun {
public:
  ProbeRun(const Graph &source, const Graph &target, Module &module, PassContext &context,
           Variation variation)
      : environment(context.environment),
        samples(std::make_shared<VariedSamples>(samplesOf(module, context), variation)),
        caught([this](const Diagnostic &d) {
          if (complaint.empty() && d.severity <= Severity::Error)
            complaint = d.message;
        }),
        scratch(caught) {
    environment.samples = samples;
    environment.progress = std::make_shared<Progress>();
    environment.threads = 1;
    // One sample: what is begun is brought to its end.
    environment.deadline.reset();
    environment.interrupt = nullptr;
    scratch.cloneModel(source);
    scratch.cloneModel(target);
    for (const Record &record : module.records())
      if (record.kind == "compare")
        scratch.records().push_back(record);
  }

  /// Whether the outputs of a model are others with other random numbers.
  bool depends(const std::string &name) {
    Graph *executable = legalizeAt(name);
    if (!executable)
      return false;
    Environment other = environment;
    ++other.seed;
    ModelRunner once(*executable, environment, *samples), again(*executable, other, *samples);
    OutputComparison comparison(once, again);
    if (failed(once.prepare()) || failed(again.prepare()) || failed(comparison.prepare({0})))
      return false;
    auto judgements = comparison.judge(0);
    return succeeded(judgements) && std::ranges::any_of(*judgements, [](const OutputJudgement &j) {
             return j.valuesDiffer() || j.incomparable;
           });
  }

  /// Nothing if the source cannot be run so.
  std::optional<Probe> run(const Variation &variation) {
    Graph *source = legalizeAt("source");
    // What is given for an opaque op holds for the samples as they are.
    if (!source || !opaqueOps(*source).empty() || !runsAlone(*source))
      return std::nullopt;
    Probe result{variation.kind, variation.what, 1, 0, 0, {}};
    complaint.clear();
    PassContext context(environment);
    Graph *target = legalizeAt("target");
    auto evaluation =
        target ? evaluate(*source, *target, context) : FailureOr<Evaluation>(failure());
    if (failed(evaluation)) {
      result.trouble = complaint.empty() ? "it cannot be run" : complaint;
      return result;
    }
    if (evaluation->judged() == 0)
      return std::nullopt;
    result.mismatches = evaluation->trueMismatches() + evaluation->valuesDiffer;
    result.noiseUnits = evaluation->noiseUnits;
    return result;
  }

private:
  Graph *legalizeAt(const std::string &name) {
    Graph &model = *scratch.graph(name);
    auto inputs = samples->load(model, 0);
    if (failed(inputs))
      return nullptr;
    ArgumentTypeMap types;
    for (const auto &[argument, tensor] : *inputs)
      types[argument] = Type::tensor(tensor.dtype(), tensor.shape());
    auto executable = legalize(scratch, model, types);
    return succeeded(executable) ? *executable : nullptr;
  }

  bool runsAlone(const Graph &executable) {
    ModelRunner runner(executable, environment, *samples);
    auto inputs = samples->load(*scratch.graph("source"), 0);
    return succeeded(inputs) && succeeded(runner.prepare()) &&
           succeeded(runner.runExactly(*inputs));
  }

  Environment environment;
  std::shared_ptr<SampleSource> samples;
  std::string complaint;
  Diagnostics caught;
  Module scratch;
};

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
      if (auto result = ProbeRun(source, target, module, context, variation).run(variation))
        probes.push_back(std::move(*result));
  for (const Graph *model : {&source, &target})
    if (drawsNumbers(*model) && !context.mustStop() &&
        ProbeRun(source, target, module, context, {}).depends(model->name()))
      probes.push_back({"random", model->name(), 1, 1, 0, {}});
  return probes;
}

static bool takeTheSame(const Graph &source, const Graph &target, SampleSource &samples) {
  auto a = samples.load(source, 0), b = samples.load(target, 0);
  if (failed(a) || failed(b) || source.arguments().size() != target.arguments().size())
    return false;
  for (unsigned i = 0; i < source.arguments().size(); ++i) {
    auto x = a->find(source.argument(i)->name()), y = b->find(target.argument(i)->name());
    if (x == a->end() || y == b->end() || x->second.shape() != y->second.shape())
      return false;
  }
  return true;
}

bool agreeOnDrawnNumbers(const Graph &source, const Graph &target, Module &module,
                         PassContext &context) {
  if (!takeTheSame(source, target, *samplesOf(module, context)))
    return false;
  bool any = false;
  for (uint64_t seed = 1; seed <= 3; ++seed)
    for (double factor : {1.0, randomFactors[0], randomFactors[1]}) {
      Variation drawn{"drawn", "drawn numbers"};
      drawn.factor = factor;
      drawn.seed = seed;
      auto result = ProbeRun(source, target, module, context, drawn).run(drawn);
      if (result && !result->agrees())
        return false;
      any |= result.has_value();
    }
  return any;
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
      setProbes(module, evaluationOf(module, "after") ? "after" : "before",
                probe(*pair->source, *pair->target, module, context));
      return success();
    }
  };
  return std::make_unique<ProbePass>();
}

} // namespace fixcon

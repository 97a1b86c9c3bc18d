// The noise of a model's arithmetic is the distance of two runs, one whose results are rounded as the model
// says, and one in f64. The target's own noise counts up to eight times the source's: another order of
// operations may be noisier, but a target that computes in half precision, or through numbers that
// cancel, is further off than its users expect. What half precision rounds counts half. The noise of a few
// samples serves for all; where a difference is not far beyond it, the noise of its own sample decides. Where
// the target stores its weights in half precision, what that moves counts as noise (StoredPrecision.h).
#include "OutputComparison.h"

#include "fixcon/Validate/StoredPrecision.h"

#include "fixcon/IR/RecordFields.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/Opaque.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fixcon {

LogicalResult ModelRunner::prepare() {
  if (graph.numOutputs() == 0)
    return graph.module().diagnostics().error(graph.location())
           << "a model without outputs cannot be compared";
  ExecOptions typedOptions, exactOptions;
  typedOptions.numerics = Numerics::Typed;
  typedOptions.seed = exactOptions.seed = environment.seed;
  auto t = environment.executor(graph, typedOptions);
  auto e = environment.executor(graph, exactOptions);
  if (failed(t) || failed(e))
    return failure();
  typed = std::move(*t);
  exact = std::move(*e);
  return success();
}

FailureOr<Inputs> ModelRunner::load(int64_t i) const {
  return samples.load(*graph.module().graph(graph.derivedFrom()), i);
}

std::vector<const Value *> ModelRunner::fetches() const {
  std::vector<const Value *> values;
  for (unsigned i = 0; i < graph.numOutputs(); ++i)
    values.push_back(graph.output(i));
  for (const std::string &name : operands)
    values.push_back(graph.value(name));
  return values;
}

std::string ModelRunner::nameOf(unsigned i) const {
  return i < graph.numOutputs() ? graph.outputName(i) : operands[i - graph.numOutputs()];
}

/// Only the source's values can be given, and only outside nested graphs.
static std::string wordsFor(const Op &cause) {
  const Graph &graph = cause.parent();
  bool isNested = graph.parentOp() != nullptr, isTarget = graph.derivedFrom() == "target";
  std::string words =
      (isTarget ? "the target's " : "") + describeOpaque(cause) + ", which is not known";
  if (isTarget)
    return words + " and has no partner in the source";
  return isNested
             ? words
             : words + " (its value can be given: --value=" + cause.result()->name() + "=FILE)";
}

std::vector<const Op *> ModelRunner::causes(const Inputs &inputs) const {
  RunShadow shadow(graph, inputs);
  std::vector<const Op *> causes;
  for (const Value *value : fetches())
    causes.push_back(shadow.cause(value));
  return causes;
}

FailureOr<Outputs> ModelRunner::run(Executor &executor, const Inputs &inputs) const {
  RunShadow shadow(graph, inputs);
  std::vector<const Value *> wanted = fetches(), known = wanted;
  std::erase_if(known, [&](const Value *value) { return shadow.cause(value); });
  auto computed = executor.runData(bindArguments<Datum>(graph, inputs), known);
  if (failed(computed) || known.size() == wanted.size())
    return computed;
  Outputs all(wanted.size());
  for (size_t i = 0, next = 0; i < wanted.size(); ++i)
    if (!shadow.cause(wanted[i]))
      all[i] = std::move((*computed)[next++]);
  return all;
}

FailureOr<std::optional<OutputComparison::Run>> OutputComparison::run(int64_t sample) const {
  auto s = source.load(sample), t = target.load(sample);
  if (failed(s) || failed(t))
    return std::optional<Run>();
  auto sourceOutputs = source.run(*s), targetOutputs = target.run(*t);
  if (failed(sourceOutputs) || failed(targetOutputs))
    return failure();
  return std::optional(
      Run{std::move(*s), std::move(*t), std::move(*sourceOutputs), std::move(*targetOutputs)});
}

LogicalResult OutputComparison::prepare(const std::vector<int64_t> &samples) {
  constexpr size_t samplesForNoise = 3;
  std::vector<NoiseProfile> profiles;
  for (size_t used = 0, i = 0; i < samples.size() && used < samplesForNoise; ++i) {
    auto first = run(samples[i]);
    if (failed(first))
      return failure();
    if (!*first)
      continue;
    if (used++ == 0 && failed(addOutputs(**first)))
      return failure();
    profiles.resize(compared.size());
    addNoise(**first, profiles);
  }
  for (size_t k = 0; k < compared.size(); ++k)
    compared[k].noise = profiles[k];
  return success();
}

static Shape shapeOf(const Datum &datum) {
  return datum.isTensor() ? datum.tensor().shape() : Shape();
}

LogicalResult OutputComparison::addOutputs(const Run &run) {
  std::vector<OutputPair> pairs = pairOutputs(source.graph, target.graph, run.source, run.target);
  unsigned s = source.graph.numOutputs(), t = target.graph.numOutputs();
  for (; s < run.source.size(); ++s, ++t)
    pairs.push_back({static_cast<int>(s), static_cast<int>(t), PairedBy::Operand});
  std::vector<const Op *> inSource = source.causes(run.sourceInputs),
                          inTarget = target.causes(run.targetInputs);
  for (const OutputPair &pair : pairs) {
    const Op *cause = pair.source < 0 ? nullptr : inSource[static_cast<size_t>(pair.source)];
    if (!cause && pair.target >= 0)
      cause = inTarget[static_cast<size_t>(pair.target)];
    // What goes into an opaque op behind another one is nothing new.
    bool isOperand = pair.by == PairedBy::Operand;
    if (isOperand && cause)
      continue;
    if (failed(addOutput(pair, run)))
      return failure();
    OutputEvaluation &about = compared.back().about;
    if (cause && isMisfit(*cause)) {
      about.misfit = describeMisfit(*cause);
      about.figures.targetShape.clear();
    } else if (cause) {
      about.unknown = wordsFor(*cause);
    }
    // Places say in which order outputs are given.
    if (isOperand)
      about.sourcePlace = about.targetPlace = -1;
  }
  return success();
}

LogicalResult OutputComparison::addOutput(const OutputPair &pair, const Run &run) {
  ComparedOutput output;
  output.pair = pair;
  output.comparator = comparatorNamed("tensor");
  output.about.sourcePlace = pair.source;
  output.about.targetPlace = pair.target;
  output.about.pairedBy = pair.by;
  if (pair.source >= 0 && failed(describeSource(output, run)))
    return failure();
  if (pair.target >= 0) {
    auto i = static_cast<unsigned>(pair.target);
    output.about.target = target.nameOf(i);
    output.about.figures.targetShape = shapeOf(run.target[i]);
  }
  compared.push_back(std::move(output));
  return success();
}

LogicalResult OutputComparison::describeSource(ComparedOutput &output, const Run &run) {
  auto i = static_cast<unsigned>(output.pair.source);
  OutputEvaluation &about = output.about;
  about.source = source.nameOf(i);
  about.figures.sourceShape = shapeOf(run.source[i]);
  auto request = outputRequestOf(source.graph.module(), about.source);
  if (failed(request))
    return failure();
  about.requested = !request->comparator.empty();
  bool isNumber = !run.source[i].isTensor() || isFloat(run.source[i].dtype());
  output.comparator = about.requested     ? comparatorNamed(request->comparator)
                      : about.isOperand() ? comparatorNamed(isNumber ? "tensor" : "exact")
                                          : &guessComparator(source.graph, i);
  about.comparator = output.comparator->name;
  output.tolerance.atol = request->atol;
  output.tolerance.rtol = request->rtol;
  return success();
}

static void addNoise(NoiseProfile &profile, const Datum &typed, const Datum &exact, double weight) {
  std::vector<Tensor> t = tensorsOf(typed), e = tensorsOf(exact);
  for (size_t i = 0; i < std::min(t.size(), e.size()); ++i)
    if (isFloat(t[i].dtype()) && t[i].shape() == e[i].shape())
      profile.add(t[i], e[i], weight);
}

static double largestOf(const Tensor &tensor) {
  double largest = 0;
  for (double value : tensor.toDoubles())
    if (std::isfinite(value))
      largest = std::max(largest, std::fabs(value));
  return largest;
}

/// The target has the very roundings of the grid, not others like them, so that four times their effect is
/// far. And a network that makes more than eight roundings to half precision of them is no longer what its
/// users take for a conversion to it.
static void addGrid(NoiseProfile &profile, const Datum &source, const Datum &onGrid) {
  constexpr double times = 4, halfRoundoff = 0x1p-11, mostRoundings = 8;
  std::vector<Tensor> s = tensorsOf(source), g = tensorsOf(onGrid);
  for (size_t i = 0; i < std::min(s.size(), g.size()); ++i)
    if (isFloat(s[i].dtype()) && s[i].shape() == g[i].shape())
      profile.add(s[i], g[i], times / noiseLimit,
                  mostRoundings * halfRoundoff * largestOf(s[i]) / noiseLimit);
}

void OutputComparison::addNoise(const Run &run, std::vector<NoiseProfile> &profiles) const {
  // Roundings of eleven or eight bits are what the two runs show, and little else: twice their sum is far.
  constexpr double halfLimit = 8;
  auto weightOf = [](const ModelRunner &model) {
    return computesInHalf(model.graph) ? halfLimit / noiseLimit : 1;
  };
  // Nobody converts a model in double precision and expects more than single.
  const double mostOfTarget =
      computesInDouble(source.graph) ? std::numeric_limits<double>::infinity() : 8;
  auto sourceExact = source.runExactly(run.sourceInputs),
       targetExact = target.runExactly(run.targetInputs);
  auto onGrid = rounded ? rounded->run(run.sourceInputs) : FailureOr<Outputs>(Outputs());
  if (failed(sourceExact) || failed(targetExact) || failed(onGrid))
    return;
  for (size_t k = 0; k < compared.size(); ++k) {
    const OutputPair &pair = compared[k].pair;
    if (!compared[k].isComputed())
      continue;
    auto i = static_cast<size_t>(pair.source), j = static_cast<size_t>(pair.target);
    NoiseProfile own, other;
    fixcon::addNoise(own, run.source[i], (*sourceExact)[i], weightOf(source));
    if (rounded)
      addGrid(own, run.source[i], (*onGrid)[i]);
    fixcon::addNoise(other, run.target[j], (*targetExact)[j], weightOf(target));
    own.mergeUpTo(mostOfTarget, other);
    profiles[k].merge(own);
  }
}

std::vector<NoiseProfile> OutputComparison::noiseProfiles() const {
  std::vector<NoiseProfile> profiles;
  for (const ComparedOutput &output : compared)
    profiles.push_back(output.noise);
  return profiles;
}

FailureOr<std::vector<OutputJudgement>> OutputComparison::judge(int64_t sample) const {
  auto outputs = run(sample);
  if (failed(outputs))
    return failure();
  if (!*outputs)
    return std::vector<OutputJudgement>();
  std::vector<NoiseProfile> profiles = noiseProfiles();
  std::vector<OutputJudgement> judgements = judge(**outputs, profiles);
  if (!mayBeNoise(judgements))
    return judgements;
  addNoise(**outputs, profiles);
  return judge(**outputs, profiles);
}

FailureOr<std::vector<OutputJudgement>> OutputComparison::judgeAlone(int64_t sample) {
  auto outputs = run(sample);
  if (failed(outputs) || (*outputs && failed(addOutputs(**outputs))))
    return failure();
  if (!*outputs)
    return std::vector<OutputJudgement>();
  std::vector<NoiseProfile> profiles(compared.size());
  addNoise(**outputs, profiles);
  return judge(**outputs, profiles);
}

std::vector<OutputJudgement>
OutputComparison::judge(const Run &run, const std::vector<NoiseProfile> &profiles) const {
  std::vector<OutputJudgement> judgements;
  for (size_t k = 0; k < compared.size(); ++k) {
    const OutputPair &pair = compared[k].pair;
    if (!compared[k].canBeJudged()) {
      judgements.emplace_back();
      continue;
    }
    const Datum &expected = run.source[static_cast<size_t>(pair.source)];
    if (!compared[k].isComputed()) {
      judgements.push_back(judgeMissing(expected));
      continue;
    }
    Tolerance tolerance = compared[k].tolerance;
    tolerance.bounds = profiles[k].bounds();
    judgements.push_back(judgeOutput(expected, run.target[static_cast<size_t>(pair.target)],
                                     *compared[k].comparator, tolerance));
  }
  return judgements;
}

bool OutputComparison::mayBeNoise(const std::vector<OutputJudgement> &judgements) const {
  constexpr double farBeyond = 64;
  bool any = false;
  for (size_t k = 0; k < compared.size(); ++k) {
    double units = judgements[k].noiseUnits;
    if (compared[k].tolerance.isAsked() || units <= noiseLimit)
      continue;
    if (units > noiseLimit * farBeyond)
      return false;
    any = true;
  }
  return any;
}

} // namespace fixcon

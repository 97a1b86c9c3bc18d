// Samples are judged one by one, by several threads, and summed up in their order. A sample without a verdict
// (its source is not finite) counts for nothing else. A flip that the noise explains is one whose scores
// agree within noise: arithmetic explains a flip only if it also explains how far apart the scores are.
#include "fixcon/Validate/Evaluation.h"

#include "OpaqueOperands.h"
#include "OutputComparison.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Support/Parallel.h"
#include "fixcon/Validate/StoredPrecision.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fixcon {
namespace {

using Judgements = std::vector<OutputJudgement>;

/// Sums up one output.
class OutputSummary {
public:
  explicit OutputSummary(const ComparedOutput &output)
      : evaluation(output.about), valuesDecide(output.comparator == comparatorNamed("tensor")) {}

  struct Verdict {
    bool mismatch = false, nearTie = false, valuesDiffer = false;
  };
  Verdict add(const OutputJudgement &judgement) {
    OutputFigures &figures = evaluation.figures;
    figures.sourceNonfinite += judgement.sourceNonfinite;
    figures.targetNonfinite += judgement.targetNonfinite;
    if (judgement.unjudged || !evaluation.isPaired() || !evaluation.unknown.empty())
      return {};
    Verdict verdict = verdictOf(judgement);
    ++figures.samples;
    figures.mismatches += verdict.mismatch;
    figures.nearTies += verdict.nearTie;
    figures.valuesDiffer += verdict.valuesDiffer;
    figures.agreeWithoutFirst += judgement.shift && judgement.shift->withoutFirst;
    figures.agreeWithoutLast += judgement.shift && judgement.shift->withoutLast;
    figures.maxAbs = std::max(figures.maxAbs, judgement.maxAbs);
    figures.noiseUnits = std::max(figures.noiseUnits, judgement.noiseUnits);
    figures.score = std::min(figures.score, judgement.score);
    evaluation.errors.push_back(judgement.noiseUnits);
    errors += judgement.errorSquares;
    power += judgement.sourceSquares;
    return verdict;
  }

  OutputEvaluation finish() {
    evaluation.figures.relRms = power > 0 ? std::sqrt(errors / power) : std::sqrt(errors);
    return std::move(evaluation);
  }

private:
  Verdict verdictOf(const OutputJudgement &judgement) const {
    bool differs = judgement.valuesDiffer();
    if (valuesDecide || judgement.incomparable)
      return {differs || judgement.incomparable, false, false};
    Verdict verdict;
    verdict.mismatch = judgement.decisionDiffers;
    verdict.nearTie = verdict.mismatch && !differs;
    verdict.valuesDiffer = !verdict.mismatch && differs;
    return verdict;
  }

  OutputEvaluation evaluation;
  bool valuesDecide;
  double errors = 0, power = 0;
};

class Summary {
public:
  explicit Summary(const OutputComparison &comparison) {
    for (const ComparedOutput &output : comparison.outputs())
      outputs.emplace_back(output);
  }

  void add(int64_t sample, const Judgements &judgements) {
    ++evaluation.samples;
    // The source's numbers are what a verdict rests on, whichever output they are in.
    bool unjudged = std::ranges::any_of(judgements, &OutputJudgement::unjudged);
    evaluation.unjudged += unjudged;
    if (unjudged && evaluation.nonfiniteSource < 0)
      evaluation.nonfiniteSource = sample;
    bool targetAlone = !unjudged && std::ranges::any_of(judgements, [](const OutputJudgement &j) {
      return j.targetNonfinite > 0;
    });
    if (targetAlone && evaluation.nonfiniteTarget < 0)
      evaluation.nonfiniteTarget = sample;
    bool mismatch = false, trueMismatch = false, valuesDiffer = false, incomparable = false;
    for (size_t k = 0; k < outputs.size(); ++k) {
      OutputSummary::Verdict verdict = outputs[k].add(judgements[k]);
      mismatch |= verdict.mismatch;
      trueMismatch |= verdict.mismatch && !verdict.nearTie;
      valuesDiffer |= verdict.valuesDiffer;
      incomparable |= judgements[k].incomparable;
    }
    if (unjudged)
      return;
    evaluation.mismatches += mismatch;
    evaluation.nearTies += mismatch && !trueMismatch;
    evaluation.valuesDiffer += valuesDiffer && !trueMismatch;
    evaluation.incomparable += incomparable;
    if (mismatch)
      evaluation.failing.push_back(sample);
  }

  Evaluation finish() {
    for (OutputSummary &output : outputs) {
      const OutputFigures &e = evaluation.outputs.emplace_back(output.finish()).figures;
      evaluation.maxAbs = std::max(evaluation.maxAbs, e.maxAbs);
      evaluation.relRms = std::max(evaluation.relRms, e.relRms);
      evaluation.noiseUnits = std::max(evaluation.noiseUnits, e.noiseUnits);
    }
    return std::move(evaluation);
  }

private:
  std::vector<OutputSummary> outputs;
  Evaluation evaluation;
};

} // namespace

FailureOr<Evaluation> evaluate(const Graph &source, const Graph &target, PassContext &context,
                               const std::vector<int64_t> *only) {
  std::shared_ptr<SampleSource> samples = samplesOf(source.module(), context);
  std::vector<int64_t> chosen(static_cast<size_t>(samples->size()));
  std::iota(chosen.begin(), chosen.end(), 0);
  if (only)
    chosen = *only;
  const Environment &environment = context.environment;
  OpaqueOperands operands = opaqueOperands(source, target);
  ModelRunner sourceRunner(source, environment, *samples, operands.source);
  ModelRunner targetRunner(target, environment, *samples, operands.target);
  OutputComparison comparison(sourceRunner, targetRunner);
  Module scratch(source.module().diagnostics());
  std::optional<ModelRunner> rounded;
  if (auto dtype = narrowerStorage(source, target)) {
    rounded.emplace(*copyRounded(source, *dtype, scratch), environment, *samples, operands.source);
    comparison.setRounded(*rounded);
  }
  if (failed(sourceRunner.prepare()) || failed(targetRunner.prepare()) ||
      (rounded && failed(rounded->prepare())) || failed(comparison.prepare(chosen)))
    return failure();

  std::vector<Judgements> judgements(chosen.size());
  auto count = static_cast<int64_t>(chosen.size());
  Progress &progress = *environment.progress;
  progress.begin("comparing outputs", count);
  bool good = parallelFor(count, environment.threads, [&](int64_t i) {
    if (!only && context.mustStop())
      return true;
    auto at = static_cast<size_t>(i);
    FailureOr<Judgements> judged = Judgements();
    auto judge = [&] {
      checkStop();
      judged = comparison.judge(chosen[at]);
    };
    if (only)
      judge();
    else if (!context.finishes(judge))
      return true;
    progress.advance();
    if (succeeded(judged))
      judgements[at] = std::move(*judged);
    return succeeded(judged);
  });
  progress.end();
  if (!good)
    return failure();
  Summary summary(comparison);
  for (size_t i = 0; i < chosen.size(); ++i)
    if (!judgements[i].empty())
      summary.add(chosen[i], judgements[i]);
  return summary.finish();
}

} // namespace fixcon

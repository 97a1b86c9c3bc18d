// The outputs of two models, paired, with what each may differ by: judges sample after sample.
#pragma once

#include "JudgeOutput.h"
#include "OutputPairs.h"
#include "fixcon/Pass/Pass.h"

namespace fixcon {

using Inputs = std::map<std::string, Tensor>;
using Outputs = std::vector<Datum>;

/// One model in both precisions. The graph outlives it.
class ModelRunner {
public:
  /// `operands`: values that are computed beside the outputs, by name.
  ModelRunner(const Graph &graph, const Environment &environment, SampleSource &samples,
              std::vector<std::string> operands = {})
      : graph(graph), environment(environment), samples(samples), operands(std::move(operands)) {}

  LogicalResult prepare();
  /// What sample `i` feeds to the model; failure for a sample that cannot be read.
  FailureOr<Inputs> load(int64_t i) const;
  /// What is computed: the outputs in their order, then the operands.
  std::vector<const Value *> fetches() const;
  /// As the user knows the i-th of them.
  std::string nameOf(unsigned i) const;
  /// By fetch, what it lies behind, so that it cannot be computed from `inputs`: an opaque op or a misfit; else null.
  std::vector<const Op *> causes(const Inputs &inputs) const;
  /// All fetches, rounded to their dtypes as a runtime would; an empty tensor for what cannot be computed.
  FailureOr<Outputs> run(const Inputs &inputs) const { return run(*typed, inputs); }
  FailureOr<Outputs> runExactly(const Inputs &inputs) const { return run(*exact, inputs); }

  const Graph &graph;

private:
  FailureOr<Outputs> run(Executor &executor, const Inputs &inputs) const;

  const Environment &environment;
  SampleSource &samples;
  std::vector<std::string> operands;
  std::unique_ptr<Executor> typed, exact;
};

/// A pair of outputs, how it is compared, and what it has in common over all samples.
struct ComparedOutput {
  OutputPair pair;
  const Comparator *comparator = nullptr;
  Tolerance tolerance;
  NoiseProfile noise;
  OutputEvaluation about;

  bool canBeJudged() const { return about.isPaired() && about.unknown.empty(); }
  bool isComputed() const { return canBeJudged() && about.misfit.empty(); }
};

class OutputComparison {
public:
  OutputComparison(const ModelRunner &source, const ModelRunner &target)
      : source(source), target(target) {}

  /// The source with its weights on the target's grid: what it is off by counts as noise. It outlives the
  /// comparison.
  void setRounded(const ModelRunner &model) { rounded = &model; }
  /// Pairs the outputs and measures their noise on the first of `samples` that can be read; no pair if
  /// none can.
  LogicalResult prepare(const std::vector<int64_t> &samples);
  /// By output; empty for a sample that cannot be read. Failure after a diagnostic. Several threads may
  /// judge at a time.
  FailureOr<std::vector<OutputJudgement>> judge(int64_t sample) const;
  /// prepare() for one sample and judge() of it in one run.
  FailureOr<std::vector<OutputJudgement>> judgeAlone(int64_t sample);
  const std::vector<ComparedOutput> &outputs() const { return compared; }

private:
  struct Run {
    Inputs sourceInputs, targetInputs;
    Outputs source, target;
  };
  FailureOr<std::optional<Run>> run(int64_t sample) const;
  LogicalResult addOutputs(const Run &run);
  LogicalResult addOutput(const OutputPair &pair, const Run &run);
  LogicalResult describeSource(ComparedOutput &output, const Run &run);
  void addNoise(const Run &run, std::vector<NoiseProfile> &profiles) const;
  std::vector<OutputJudgement> judge(const Run &run,
                                     const std::vector<NoiseProfile> &profiles) const;
  bool mayBeNoise(const std::vector<OutputJudgement> &judgements) const;
  std::vector<NoiseProfile> noiseProfiles() const;

  const ModelRunner &source, &target;
  const ModelRunner *rounded = nullptr;
  std::vector<ComparedOutput> compared;
};

} // namespace fixcon

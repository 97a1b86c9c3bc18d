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
  ModelRunner(const Graph &graph, const Environment &environment, SampleSource &samples)
      : graph(graph), environment(environment), samples(samples) {}

  LogicalResult prepare();
  /// What sample `i` feeds to the model; failure for a sample that cannot be read.
  FailureOr<Inputs> load(int64_t i) const;
  /// All outputs, rounded to their dtypes as a runtime would.
  FailureOr<Outputs> run(const Inputs &inputs) const { return run(*typed, inputs); }
  FailureOr<Outputs> runExactly(const Inputs &inputs) const { return run(*exact, inputs); }

  const Graph &graph;

private:
  FailureOr<Outputs> run(Executor &executor, const Inputs &inputs) const;

  const Environment &environment;
  SampleSource &samples;
  std::unique_ptr<Executor> typed, exact;
};

/// A pair of outputs, how it is compared, and what it has in common over all samples.
struct ComparedOutput {
  OutputPair pair;
  const Comparator *comparator = nullptr;
  Tolerance tolerance;
  NoiseProfile noise;
  OutputEvaluation about;
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
  const std::vector<ComparedOutput> &outputs() const { return compared; }

private:
  struct Run {
    Inputs sourceInputs, targetInputs;
    Outputs source, target;
  };
  FailureOr<std::optional<Run>> run(int64_t sample) const;
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

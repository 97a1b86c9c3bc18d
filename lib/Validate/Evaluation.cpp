// Outputs are computed as a runtime would (every float result rounded to its dtype). A flip is a
// near tie if the source's gap between the two labels is within what the rounding of its own
// arithmetic moves: eight times the distance between the f32 and the f64 run of that sample.
#include "fixcon/Validate/Evaluation.h"

#include "fixcon/Align/Samples.h"
#include "fixcon/Support/Parallel.h"
#include "fixcon/Tensor/Metrics.h"

#include <cmath>
#include <numeric>
#include <optional>

namespace fixcon {
namespace {

/// What one sample gave.
struct Outcome {
  bool mismatch = false, nearTie = false, incomparable = false;
  double maxAbs = 0, errorSquares = 0, sourceSquares = 0;
};

class Evaluator {
public:
  Evaluator(const Graph &source, const Graph &target, PassContext &context)
      : source(source), target(target), context(context),
        samples(samplesOf(source.module(), context)) {}

  FailureOr<Evaluation> run(const std::vector<int64_t> *only) {
    if (failed(prepare()))
      return failure();
    std::vector<int64_t> chosen(static_cast<size_t>(samples->size()));
    std::iota(chosen.begin(), chosen.end(), 0);
    if (only)
      chosen = *only;
    std::vector<std::optional<Outcome>> outcomes(chosen.size());
    Progress &progress = *context.environment.progress;
    progress.begin("comparing outputs", static_cast<int64_t>(chosen.size()));
    bool good = parallelFor(static_cast<int64_t>(chosen.size()), context.environment.threads,
                            [&](int64_t i) {
                              auto at = static_cast<size_t>(i);
                              bool done = one(chosen[at], outcomes[at]);
                              progress.advance();
                              return done;
                            });
    progress.end();
    if (!good)
      return failure();
    return summarize(chosen, outcomes);
  }

private:
  LogicalResult prepare() {
    ExecOptions typed, exact;
    typed.precision = Precision::Typed;
    auto s = context.environment.executor(source, typed);
    auto t = context.environment.executor(target, typed);
    auto e = context.environment.executor(source, exact);
    if (failed(s) || failed(t) || failed(e))
      return failure();
    sourceExecutor = std::move(*s);
    targetExecutor = std::move(*t);
    exactExecutor = std::move(*e);
    if (source.numOutputs() == 0 || target.numOutputs() == 0)
      return source.module().diagnostics().error((source.numOutputs() ? target : source).location())
             << "a model without outputs cannot be compared";
    return success();
  }

  static FailureOr<Tensor> firstOutput(Executor &executor,
                                       const std::map<std::string, Tensor> &inputs) {
    return executor.runTo(*executor.graph().output(0), inputs);
  }

  /// False after an error; an unreadable sample leaves `outcome` empty.
  bool one(int64_t sample, std::optional<Outcome> &outcome) {
    auto inputs = samples->load(*source.module().graph(source.derivedFrom()), sample);
    auto fed = samples->load(*target.module().graph(target.derivedFrom()), sample);
    if (failed(inputs) || failed(fed))
      return true;
    auto s = firstOutput(*sourceExecutor, *inputs), t = firstOutput(*targetExecutor, *fed);
    if (failed(s) || failed(t))
      return false;
    outcome = judge(*s, *t, *inputs);
    return true;
  }

  static bool isScores(const Tensor &t) {
    size_t longAxes = 0;
    for (int64_t d : t.shape())
      longAxes += d > 1;
    return longAxes == 1 && t.size() > 1;
  }

  Outcome judge(const Tensor &s, const Tensor &t, const std::map<std::string, Tensor> &inputs) {
    Outcome out;
    if (s.size() != t.size() || s.isString() || t.isString()) {
      out.mismatch = out.incomparable = true;
      return out;
    }
    ErrorMetrics m = compare(s, t);
    out.incomparable = m.nonFinite > 0;
    out.maxAbs = m.maxAbs;
    for (int64_t i = 0; i < s.size(); ++i) {
      double a = s.toDouble(i), d = a - t.toDouble(i);
      if (!std::isfinite(d))
        continue;
      out.errorSquares += d * d;
      out.sourceSquares += a * a;
    }
    if (!isScores(s)) {
      // No label to compare: beyond what rounding explains in any trained network.
      constexpr double rounding = 1e-3;
      out.mismatch = m.relMax > rounding || m.nonFinite > 0;
      return out;
    }
    std::vector<double> a = s.toDoubles(), b = t.toDoubles();
    int64_t sourceLabel = argMax(a), targetLabel = argMax(b);
    out.mismatch = sourceLabel != targetLabel;
    // Arithmetic explains a flip only if it also explains how far apart the scores are.
    if (out.mismatch && sourceLabel >= 0 && targetLabel >= 0) {
      double gap = a[static_cast<size_t>(sourceLabel)] - a[static_cast<size_t>(targetLabel)];
      out.nearTie = std::max(gap, m.maxAbs) <= 8 * noiseOf(s, inputs);
    }
    return out;
  }

  double noiseOf(const Tensor &typed, const std::map<std::string, Tensor> &inputs) {
    auto exact = firstOutput(*exactExecutor, inputs);
    return succeeded(exact) && exact->size() == typed.size() ? compare(*exact, typed).maxAbs : 0;
  }

  static Evaluation summarize(const std::vector<int64_t> &chosen,
                              const std::vector<std::optional<Outcome>> &outcomes) {
    Evaluation e;
    double errors = 0, power = 0;
    for (size_t i = 0; i < outcomes.size(); ++i) {
      if (!outcomes[i])
        continue;
      const Outcome &o = *outcomes[i];
      ++e.samples;
      e.mismatches += o.mismatch;
      e.nearTies += o.nearTie;
      e.incomparable += o.incomparable;
      e.maxAbs = std::max(e.maxAbs, o.maxAbs);
      errors += o.errorSquares;
      power += o.sourceSquares;
      if (o.mismatch)
        e.failing.push_back(chosen[i]);
    }
    e.relRms = power > 0 ? std::sqrt(errors / power) : std::sqrt(errors);
    return e;
  }

  const Graph &source, &target;
  PassContext &context;
  std::shared_ptr<SampleSource> samples;
  std::unique_ptr<Executor> sourceExecutor, targetExecutor, exactExecutor;
};

} // namespace

FailureOr<Evaluation> evaluate(const Graph &source, const Graph &target, PassContext &context,
                               const std::vector<int64_t> *only) {
  return Evaluator(source, target, context).run(only);
}

} // namespace fixcon

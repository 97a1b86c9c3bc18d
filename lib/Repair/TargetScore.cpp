// Mismatches are compared first, then outputs that cannot be compared, then the error; a difference
// of errors that the rounding of f32 explains is none. Samples are spread evenly, not drawn, so
// that the scores before and after an edit are of the same ones.
#include "TargetScore.h"

#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Validate/Evaluation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace fixcon {

bool TargetScore::isBetterThan(const TargetScore &other) const {
  // Less by what no rounding of the same arithmetic explains.
  constexpr double gain = 1e-6;
  if (mismatches != other.mismatches)
    return mismatches < other.mismatches;
  if (incomparable != other.incomparable)
    return incomparable < other.incomparable;
  return error < other.error * (1 - gain);
}

// The rounding of a whole network of f32 ops, relative to its outputs: 1e-7 to 1e-5 in what was measured.
static constexpr double rounding = 1e-5;

bool TargetScore::agrees() const {
  return mismatches == 0 && incomparable == 0 && error <= rounding;
}

bool TargetScore::isAsNearAs(const TargetScore &other) const {
  return mismatches <= other.mismatches && incomparable <= other.incomparable &&
         error <= other.error + rounding;
}

std::string TargetScore::str() const {
  char text[120];
  std::snprintf(text, sizeof text, "%lld mismatches, %lld incomparable, relative error %.3g",
                static_cast<long long>(mismatches), static_cast<long long>(incomparable), error);
  return text;
}

static Attribute::Ints failingSamples(const Module &module) {
  for (const char *tag : {"after", "before"})
    if (std::optional<Evaluation> e = evaluationOf(module, tag))
      return e->failing;
  return {};
}

/// `most` of `from`, evenly spread.
static void spread(const Attribute::Ints &from, size_t most, Attribute::Ints &into) {
  size_t count = std::min(from.size(), most);
  for (size_t i = 0; i < count; ++i)
    into.push_back(from[i * from.size() / count]);
}

static Attribute::Ints chosenSamples(const Module &module, int64_t size) {
  constexpr size_t most = 16;
  Attribute::Ints failing = failingSamples(module), guards, chosen;
  for (int64_t i = 0; i < size; ++i)
    if (!std::ranges::binary_search(failing, i))
      guards.push_back(i);
  spread(failing, most, chosen);
  spread(guards, most, chosen);
  return chosen;
}

static FailureOr<Evaluation> evaluateTarget(Module &module, PassContext &context) {
  DiagnosticSuppressor suppressor(module.diagnostics());
  const auto *pair = context.analyses.get<ExecutablePair>(module, context);
  if (!pair)
    return failure();
  Attribute::Ints chosen = chosenSamples(module, samplesOf(module, context)->size());
  return evaluate(*pair->sourceExecutable, *pair->targetExecutable, context, &chosen);
}

FailureOr<TargetScore> scoreTarget(Module &module, PassContext &context) {
  auto e = evaluateTarget(module, context);
  if (failed(e) || e->samples == 0)
    return failure();
  double squares = 0;
  for (const OutputEvaluation &output : e->outputs)
    squares += output.figures.relRms * output.figures.relRms;
  return TargetScore{e->mismatches, e->incomparable, std::sqrt(squares)};
}

void recordScore(Module &module, PassContext &context) {
  if (auto e = evaluateTarget(module, context); succeeded(e) && e->samples > 0)
    setEvaluation(module, "now", std::move(*e));
}

} // namespace fixcon

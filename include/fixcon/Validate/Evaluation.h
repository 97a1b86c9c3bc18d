// How two models compare on data.
#pragma once

#include "fixcon/Pass/Pass.h"

#include <optional>

namespace fixcon {

/// Figures over all samples. A mismatch is a sample whose top-1 label differs (first output; where
/// it is no vector of scores, whose outputs differ beyond rounding). A near tie is a mismatch whose
/// logit gap is within the noise of the two evaluations.
struct Evaluation {
  int64_t samples = 0, mismatches = 0, nearTies = 0;
  /// Samples with another number of outputs, or with numbers that are not finite on one side; the
  /// errors below leave them out.
  int64_t incomparable = 0;
  double maxAbs = 0, relRms = 0;
  std::vector<int64_t> failing; ///< mismatching samples

  template <class V> void visit(V &v) {
    v("samples", samples);
    v("mismatches", mismatches);
    v("near_ties", nearTies);
    v("max_abs", maxAbs);
    v("rel_rms", relRms);
    v("incomparable", incomparable);
    v("failing", failing);
  }
  /// Near ties are flips that arithmetic alone explains: they blame nobody.
  int64_t trueMismatches() const { return mismatches - nearTies; }
};

/// `evaluation <tag> @target against @source {...}`; the tag is "before" or "after". nullopt if there is
/// none, or after a diagnostic.
std::optional<Evaluation> evaluationOf(const Module &module, std::string_view tag);
/// Replaces or adds the record.
void setEvaluation(Module &module, std::string_view tag, Evaluation evaluation);

/// Runs executable forms `source` and `target` (graphs of core ops whose arguments have the names of
/// the faithful ones) on every sample of the environment, or on those of `only`.
FailureOr<Evaluation> evaluate(const Graph &source, const Graph &target, PassContext &context,
                               const std::vector<int64_t> *only = nullptr);

} // namespace fixcon

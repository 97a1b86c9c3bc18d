// How two models compare on data.
#pragma once

#include "fixcon/Pass/Pass.h"

#include <optional>
#include <span>

namespace fixcon {

/// Why two outputs are held against each other; None: the other model has no such output. Operand: no output,
/// but what goes into two opaque ops that are partners.
enum class PairedBy : uint8_t { None, Name, Value, Position, Operand };
std::span<const std::string_view> wordsOf(PairedBy);

/// Values agree if no element is further off than this many times the noise of the models' own arithmetic.
inline constexpr double noiseLimit = 16;

/// One output over all samples.
struct OutputFigures {
  int64_t samples = 0; ///< judged
  int64_t mismatches = 0, nearTies = 0, valuesDiffer = 0;
  double maxAbs = 0, relRms = 0;
  double noiseUnits = 0; ///< the worst element's difference over the noise there
  double score = 1;      ///< the comparator's, on the worst sample
  int64_t sourceNonfinite = 0, targetNonfinite = 0; ///< elements, over all samples
  std::vector<int64_t> sourceShape, targetShape;    ///< of tensors, on the first sample
  /// Where one side has one class more: samples whose labels agree without its first, its last.
  int64_t agreeWithoutFirst = 0, agreeWithoutLast = 0;

  template <class V> void visit(V &v) {
    v("samples", samples);
    v("mismatches", mismatches);
    v("near_ties", nearTies);
    v("values_differ", valuesDiffer);
    v("max_abs", maxAbs);
    v("rel_rms", relRms);
    v("noise_units", noiseUnits);
    v("score", score);
    v("nonfinite_source", sourceNonfinite);
    v("nonfinite_target", targetNonfinite);
    v("shape_source", sourceShape);
    v("shape_target", targetShape);
    v("agree_without_first", agreeWithoutFirst);
    v("agree_without_last", agreeWithoutLast);
  }
};

struct OutputEvaluation {
  std::string source, target; ///< names; empty where a model lacks the output
  int64_t sourcePlace = -1, targetPlace = -1;
  PairedBy pairedBy = PairedBy::None;
  std::string comparator;
  bool requested = false; ///< the comparator was named, so that values do not count beside it
  std::string
      unknown; ///< the opaque op behind which it lies, in words, where it cannot be computed
  /// Where the target does not come to it at the sizes of the data: the op that does not fit what it reads, in words
  std::string misfit;
  OutputFigures figures;
  std::vector<double> errors; ///< noise units by judged sample

  bool isPaired() const { return pairedBy != PairedBy::None; }
  bool isOperand() const { return pairedBy == PairedBy::Operand; }
  template <class V> void visit(V &v) {
    v("source", source);
    v("target", target);
    v("source_place", sourcePlace);
    v("target_place", targetPlace);
    v("paired_by", pairedBy);
    v("comparator", comparator);
    v("requested", requested);
    v("unknown", unknown);
    v("misfit", misfit);
    figures.visit(v);
    v("errors", errors);
  }
};

/// Figures over all samples and outputs. A mismatch is a sample on which an output's comparator decides
/// otherwise (another label); a near tie is one that the noise of arithmetic explains; values differ on a
/// sample where all comparators agree and an element is further off than noise or tolerance allow.
struct Evaluation {
  int64_t samples = 0;  ///< that both models could be fed
  int64_t unjudged = 0; ///< of these, without a verdict: the source itself is not finite
  int64_t mismatches = 0, nearTies = 0, valuesDiffer = 0;
  /// Samples with outputs of other shapes, that the target does not come to, or with numbers that are not finite in
  /// it alone; the errors below leave them out.
  int64_t incomparable = 0;
  double maxAbs = 0, relRms = 0; ///< of the output where it is largest
  double noiseUnits = 0;
  std::vector<int64_t> failing; ///< mismatching samples
  /// The first samples on which a model's outputs are not finite - the target's where the source's are; -1:
  /// none. Not recorded.
  int64_t nonfiniteSource = -1, nonfiniteTarget = -1;
  std::vector<OutputEvaluation> outputs; ///< records of their own

  template <class V> void visit(V &v) {
    v("samples", samples);
    v("unjudged", unjudged);
    v("mismatches", mismatches);
    v("near_ties", nearTies);
    v("values_differ", valuesDiffer);
    v("max_abs", maxAbs);
    v("rel_rms", relRms);
    v("noise_units", noiseUnits);
    v("incomparable", incomparable);
    v("failing", failing);
  }
  int64_t judged() const { return samples - unjudged; }
  /// No sample differs, be it within an output's comparator.
  bool agreesThroughout() const { return mismatches + valuesDiffer == 0; }
  /// Near ties are flips that arithmetic alone explains: they blame nobody.
  int64_t trueMismatches() const { return mismatches - nearTies; }
  /// Whether any output could be computed and has a partner, or anything that goes into an opaque op.
  bool judgesAny() const;
  /// Each output of either model has a partner at the same place.
  bool outputsCorrespond() const;
};

/// `evaluation <tag> @target against @source {...}`, and for each output `output <tag> @target against
/// @source {...}`, which has their names among its fields, for values come and go; the tag is "before" or "after". nullopt if there is
/// none, or after a diagnostic.
std::optional<Evaluation> evaluationOf(const Module &module, std::string_view tag);
/// Replaces or adds the records.
void setEvaluation(Module &module, std::string_view tag, Evaluation evaluation);

/// Runs executable forms `source` and `target` (graphs of core ops whose arguments have the names of
/// the faithful ones) on every sample of the environment - until work must end - or on those of `only`.
/// Records `compare` of the source's module say how outputs are compared.
FailureOr<Evaluation> evaluate(const Graph &source, const Graph &target, PassContext &context,
                               const std::vector<int64_t> *only = nullptr);

} // namespace fixcon

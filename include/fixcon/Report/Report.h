// What a run found, for people and for other tools. Each struct lists its fields once, by the names of
// docs/Report.md; the JSON is written and read by that list.
#pragma once

#include "fixcon/Align/AlignmentSummary.h"
#include "fixcon/Align/Ranking.h"
#include "fixcon/Data/Recipe.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Nonfinite.h"
#include "fixcon/Validate/Probe.h"

namespace fixcon {

struct ModelInfo {
  std::string path, format, sha256;

  template <class V> void visit(V &v) {
    v("path", path);
    v("format", format);
    v("sha256", sha256);
  }
};

/// An output of the source, of the target, or of both.
struct OutputReport {
  std::string source, target;       ///< names; empty where a model lacks it
  std::string pairedBy, comparator; ///< in words
  bool requested = false;
  std::string unknown; ///< the opaque op behind which it lies, where it cannot be computed
  std::string
      misfit; ///< the op of the target that does not fit what it reads, so that it does not come about
  OutputFigures before;
  std::optional<OutputFigures> after;

  template <class V> void visit(V &v) {
    v("source", source);
    v("target", target);
    v("paired_by", pairedBy);
    v("comparator", comparator);
    v("requested", requested);
    v("unknown", unknown);
    v("misfit", misfit);
    v("before", before);
    v("after", after);
  }
};

/// A pass and the seconds that it took.
struct Stage {
  std::string name;
  double seconds = 0;

  template <class V> void visit(V &v) {
    v("name", name);
    v("seconds", seconds);
  }
};

inline constexpr const char *reportSchema = "fixcon-report/1";

struct Report {
  std::string schema = reportSchema, toolVersion;
  uint64_t seed = 0;
  ModelInfo source, target;
  std::optional<ModelInfo> output;
  int64_t samples = 0;
  std::vector<std::string> rejected;
  std::optional<Recipe> sourceRecipe, targetRecipe, repairedRecipe;
  std::string verdict; ///< match, labels_agree, mismatch, repaired, partly_repaired, none
  std::string stopped; ///< what ended the run before its end; empty: nothing
  std::vector<std::string> notes; ///< what the verdict rests on, or does not know, in words
  Evaluation before;
  std::optional<Evaluation> after;
  std::vector<OutputReport> outputs;
  std::vector<Probe> probes; ///< of the target as it is now
  /// Where numbers stop being finite, in the target as it came where the source's are.
  std::optional<NonfiniteOrigin> sourceNonfinite, targetNonfinite;
  AlignmentSummary alignment;
  bool isSourceQuantised = false; ///< it rounds to grids within itself; not written
  std::vector<Fault> stored; ///< in which dtype the target keeps weights (ByDesign.h); not written
  std::vector<Fault> findings;
  std::vector<Ranked> ranking;
  std::vector<Stage> stages;

  /// Whether values differ only at outputs for which somebody chose another comparator.
  bool labelsSuffice() const;

  template <class V> void visit(V &v) {
    v("schema", schema);
    v.group("tool", [&](V &tool) { tool("version", toolVersion); });
    v("seed", seed);
    v("source", source);
    v("target", target);
    v("output", output);
    v.group("data", [&](V &data) {
      data("samples", samples);
      data("rejected", rejected);
    });
    v.group("preprocess", [&](V &preprocess) {
      preprocess("source", sourceRecipe);
      preprocess("target", targetRecipe);
      preprocess("target_repaired", repairedRecipe);
    });
    v("verdict", verdict);
    v("stopped", stopped);
    v("notes", notes);
    v("before", before);
    v("after", after);
    v("outputs", outputs);
    v("probes", probes);
    v.group("nonfinite", [&](V &nonfinite) {
      nonfinite("source", sourceNonfinite);
      nonfinite("target", targetNonfinite);
    });
    v("alignment", alignment);
    v("findings", findings);
    v("ranking", ranking);
    v("stages", stages);
  }
};

/// schema fixcon-report/1.
std::string toJson(const Report &report);
/// The report that a text holds; what a newer version may have added is passed over. `file` is the place
/// of errors.
FailureOr<Report> reportFromJson(std::string_view text, const std::string &file,
                                 Diagnostics &diags);
/// A few lines for a terminal.
std::string toText(const Report &report);

} // namespace fixcon

// Comparing two models from a program: what `fixcon check`, `localize` and `repair` do, without a command
// line.
#pragma once

#include "fixcon/Align/RandomSamples.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/Formats/Format.h"
#include "fixcon/Pass/PassManager.h"
#include "fixcon/Report/Report.h"
#include "fixcon/Validate/Comparator.h"

namespace fixcon {

enum class CompareGoal { Check, Localize, Repair };

/// The fault types that have a pass to find them, in the order in which faults are repaired.
std::vector<FaultType> localizedTypes();

struct ModelFile {
  std::string path;
  const Format *format = nullptr;
};

/// What the result of an operator that is not known is on each sample.
struct GivenValue {
  std::string name; ///< of the source's value
  std::string path; ///< of a file whose first axis counts samples
};

struct CompareRequest {
  CompareGoal goal = CompareGoal::Check;
  ModelFile source, target;
  std::optional<ModelFile> output; ///< where the target is written when its repair is done
  std::string data;       ///< a path as --data takes it (docs/Data.md); empty: samples are drawn
  std::string targetData; ///< what the target is fed instead, sample by sample; empty: the same
  int64_t randomSamples = 16;     ///< how many
  std::vector<InputRange> ranges; ///< and from where
  std::vector<GivenValue> values;
  std::optional<Recipe> sourceRecipe, targetRecipe;
  std::vector<FaultType> types = localizedTypes();
  std::vector<OutputRequest> outputs; ///< how they are compared, beside what is guessed
  std::string quantized = "float";    ///< as --quantized says: float, recalibrate or keep
  bool allowRejected = false; ///< a verdict even if more than a tenth of the samples is not judged
  /// Executor, threads, seed, progress, deadline, interrupt. The samples are those of `data` unless they are given
  /// here; how models are written and read back is the comparison's to say.
  Environment environment;
};

/// What became of the output that was asked for.
enum class OutputState {
  None, ///< none was asked for
  Written,
  LeftOut, ///< work was stopped before anything was repaired
  Failed   ///< after a diagnostic
};

struct CompareResult {
  PassOutcome outcome = PassOutcome::Done;
  /// Absent where passes failed, or were stopped before anything was measured.
  std::optional<Report> report;
  OutputState output = OutputState::None;
};

/// Failure after a diagnostic if a file cannot be read, or a model is not understood.
FailureOr<CompareResult> compare(const CompareRequest &request, Diagnostics &diags);

} // namespace fixcon

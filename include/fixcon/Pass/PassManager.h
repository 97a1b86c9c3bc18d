// Runs a pipeline over a module: checks the module behind every pass, measures, prints, and leaves
// a reproducer when a pass fails.
#pragma once

#include "fixcon/IR/Text.h"
#include "fixcon/Pass/Pass.h"
#include "fixcon/Pass/Pipeline.h"

#include <set>
#include <span>

namespace fixcon {

struct PassManagerOptions {
  bool verifyEach = true;
  bool printAfterChange = false;
  bool printPipeline = false;
  /// Remarks on each transform outside a `repeat` that left the module as it was.
  bool remarkUnchanged = false;
  std::set<std::string> printBefore; ///< names of passes
  PrintOptions printing;             ///< how the module is printed
  std::string reproducer;            ///< a path, or empty for none
  /// Where prints go; by default standard error.
  std::function<void(const std::string &)> log;
};

/// Why a run ended.
enum class PassOutcome {
  Done,
  Failed,     ///< a pass reported an error of the input
  Broken,     ///< an error of ours: a pass reported one, left an invalid module or failed silently
  OutOfTime,  ///< work was left out, for the deadline of the environment had passed
  Interrupted ///< work was left out, for the environment was interrupted
};

class PassManager {
public:
  /// `table` outlives the manager.
  PassManager(std::span<const PassEntry> table, PassManagerOptions options);
  ~PassManager();

  /// Makes the passes and sets their options. Unknown names and values are errors at their place.
  LogicalResult add(const Pipeline &pipeline, Diagnostics &diags);
  PassOutcome run(Module &module, PassContext &context);

  /// Seconds by pass name, in the order of the first run of each.
  const std::vector<std::pair<std::string, double>> &timings() const { return spent; }
  /// The table that --timing shows.
  std::string timingReport() const;

private:
  struct Step;
  LogicalResult addTo(std::vector<Step> &steps, const Pipeline &pipeline, Diagnostics &diags);
  LogicalResult makePass(Step &step, const PipelineStep &text, Diagnostics &diags);
  PassOutcome runSteps(std::vector<Step> &steps, Module &module, PassContext &context);
  PassOutcome repeat(Step &group, Module &module, PassContext &context);
  PassOutcome runPass(Step &step, Module &module, PassContext &context);
  PassOutcome execute(Step &step, Module &module, PassContext &context);
  LogicalResult runGuarded(Step &step, Module &module, PassContext &context);
  bool mustBeTold(const Step &step) const;
  bool isCheck(const std::string &name) const;
  std::optional<std::chrono::steady_clock::time_point> searchEnd() const;
  void printModule(const std::string &title, const Module &module) const;
  void say(const std::string &text) const;
  void account(const std::string &name, double seconds);
  std::string remainingPipeline() const;
  void writeReproducer(Module &before, Diagnostics &diags) const;

  std::span<const PassEntry> table;
  PassManagerOptions options;
  std::vector<Step> root;
  std::vector<std::pair<std::string, double>> spent;
  StopCondition given; ///< as the environment came
  std::chrono::steady_clock::time_point begin;
  double checkSeconds = 0; ///< of checks that are not obligatory
  /// Places in the nested step lists of what is running, outermost first.
  std::vector<std::pair<const std::vector<Step> *, size_t>> cursor;
};

/// The entry of that name, or null.
const PassEntry *findPass(std::span<const PassEntry> table, std::string_view name);
std::vector<std::string> passNames(std::span<const PassEntry> table);

/// The pipeline that a reproducer module asks for, or empty.
std::string reproducerPipeline(const Module &module);
/// Forgets it, so that the run's result does not carry it.
void clearReproducerPipeline(Module &module);

/// A `repeat` warns after this many rounds and fails after ten times as many, or at once when it
/// comes back to an earlier state.
inline constexpr unsigned repeatWarningRounds = 20;

} // namespace fixcon

// How far the target is from the source on a few samples: what an edit is judged on that is not
// proven to give the source's meaning.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

struct TargetScore {
  int64_t mismatches = 0, incomparable = 0;
  double error = 0; ///< relative root mean square, outputs taken together
  /// Fewer mismatches; or as many and fewer incomparable outputs; or as many of both and less
  /// error.
  bool isBetterThan(const TargetScore &other) const;
  /// No mismatch and no difference beyond what the rounding of f32 explains.
  bool agrees() const;
  /// No more mismatches, and no larger error beyond rounding.
  bool isAsNearAs(const TargetScore &other) const;
  std::string str() const;
};

/// The same samples at every call within a run: up to 16 of those that the last evaluation found
/// failing and as many of the others, so that an edit cannot help some at the cost of the rest.
/// Failure, without a diagnostic, if the target has no executable form or does not run.
FailureOr<TargetScore> scoreTarget(Module &module, PassContext &context);

/// Records what the score rests on as the evaluation `now`, which says whether there is anything left to find.
void recordScore(Module &module, PassContext &context);

} // namespace fixcon

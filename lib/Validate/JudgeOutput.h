// One output of both models on one sample.
#pragma once

#include "ClassShift.h"
#include "NoiseProfile.h"

#include "fixcon/IR/Datum.h"
#include "fixcon/Validate/Comparator.h"

#include <optional>

namespace fixcon {

/// What values may differ by.
struct Tolerance {
  std::optional<double> atol, rtol; ///< asked for; else the noise of `bounds` decides
  NoiseProfile::Bounds bounds;

  bool isAsked() const { return atol || rtol; }
  /// How often the allowed difference the difference `d` of an element is.
  double excess(double source, double d) const;
};

struct OutputJudgement {
  bool unjudged = false; ///< the source's numbers are not finite
  bool incomparable =
      false; ///< of another kind or shape, not finite in the target alone, or not there
  bool decisionDiffers = false;
  int64_t sourceNonfinite = 0, targetNonfinite = 0;
  double maxAbs = 0, errorSquares = 0, sourceSquares = 0;
  double noiseUnits = 0; ///< the largest |d| / noise
  double excess = 0;     ///< the largest |d| / what is allowed
  double score = 1;
  std::optional<ClassShift> shift; ///< of a tensor

  bool valuesDiffer() const { return excess > 1; }
};

OutputJudgement judgeOutput(const Datum &source, const Datum &target, const Comparator &comparator,
                            const Tolerance &tolerance);

/// The same where the target gives nothing.
OutputJudgement judgeMissing(const Datum &source);

/// The tensors of a datum in order: itself, or those of its elements at any depth. A complex tensor is one of
/// real and imaginary parts, with an axis of two behind the others.
std::vector<Tensor> tensorsOf(const Datum &datum);

} // namespace fixcon

// Source ops that may be the partner of a target op, best first.
#pragma once

#include "WeightFingerprints.h"
#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// Candidates among the source's ops that have no partner yet. Among equal ones the order of the source
/// decides, so that ops which share a weight pair in sequence.
class Partners {
public:
  Partners(const Graph &source, const Alignment &alignment)
      : source(source), alignment(alignment) {}

  /// Ops of the same name and as many operands that read all that `op` reads of what is aligned.
  std::vector<const Op *> readersOfSameOperands(const Op &op);
  /// Ops of the same name whose learned operands are as large as those of `op`: the four nearest by
  /// fingerprint.
  std::vector<const Op *> opsWithSimilarWeights(const Op &op);
  /// Sum of the distances of the learned operands of `target` to those of `source`; infinite if these
  /// are no weights of as many elements.
  double weightDistance(const Op &target, const Op &source);

private:
  bool readsSameOperands(const Op &candidate, const Op &op) const;
  double rank(const Op &target, const Op &candidate);

  const Graph &source;
  const Alignment &alignment;
  WeightFingerprints fingerprints;
};

} // namespace fixcon

// How alike two weights are, whatever the order of their axes.
#pragma once

#include "fixcon/IR/Op.h"

#include <unordered_map>
#include <vector>

namespace fixcon {

/// Fingerprints of weights, each computed once: sorting the elements is most of the work, and a weight
/// is compared with many others.
class WeightFingerprints {
public:
  /// 0 for tensors that are equal up to the order of axes and a common factor, 1 for other numbers of
  /// elements, else (about) the Euclidean distance of the sorted magnitudes, each side scaled to norm 1.
  double weightDistance(const Value &a, const Value &b);

private:
  const std::vector<float> &of(const Value &weight);
  std::unordered_map<const Value *, std::vector<float>> fingerprints;
};

} // namespace fixcon

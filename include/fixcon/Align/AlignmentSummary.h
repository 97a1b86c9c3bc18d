// How much of the target found a partner, for people and reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fixcon {

/// Whether so few ops with weights have a partner that the models may be two networks.
constexpr bool looksUnrelated(int64_t weighted, int64_t aligned) {
  return weighted >= 3 && aligned * 10 <= weighted;
}

/// `alignment @target {...}`: the ops of the target that carry weights.
struct AlignmentSummary {
  int64_t weighted = 0, aligned = 0;
  std::vector<std::string> unaligned; ///< labels

  template <class V> void visit(V &v) {
    v("weighted", weighted);
    v("aligned", aligned);
    v("unaligned", unaligned);
  }
};

} // namespace fixcon

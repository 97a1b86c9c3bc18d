// What the alignment leaves in the module for people, tests and reports.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fixcon {

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

/// `pair @target.n::%y against @source.n::%3 {...}`: two ops by their first results.
struct PairFields {
  double error = 0;                  ///< see OpPair::error
  std::optional<std::string> layout; ///< absent if the result is aligned with nothing

  template <class V> void visit(V &v) {
    v("error", error);
    v("layout", layout);
  }
};

} // namespace fixcon

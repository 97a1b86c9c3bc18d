// Where two models part, op by op, for people and reports.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

/// `rank @target {...}`: a node of the target, or several that stand for something else together, which
/// computes something else than the source's on the source's own values.
struct Ranked {
  std::string target, source; ///< the first node of each side by its name in the file; empty: none
  double score = 0;           ///< what it is sorted by: noise units
  double localError = 0;      ///< largest difference of the result, in its units
  double noiseUnits = 0;      ///< the same over what two right evaluations may differ by
  int64_t place = 0;          ///< in the order of the target's ops

  template <class V> void visit(V &v) {
    v("target", target);
    v("source", source);
    v("score", score);
    v("local_error", localError);
    v("noise_units", noiseUnits);
    v("place", place);
  }
};

/// In the order of the records, the worst first.
std::vector<Ranked> rankingOf(const Module &module);
void setRanking(Module &module, const std::vector<Ranked> &ranking);

} // namespace fixcon

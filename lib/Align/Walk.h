// The walk over the target that finds partners, always feeding the source's values, so that what
// lies behind a fault is compared as if the fault were not there.
#pragma once

#include "Sketch.h"
#include "fixcon/Align/Alignment.h"

#include <unordered_set>

namespace fixcon {

/// A feeding of the target's values and a search for the source's, op by op.
class Walk {
public:
  Walk(const NormalPair &pair, const SourceValues &source, Executor &targetExecutor)
      : pair(pair), source(source), executor(targetExecutor) {}

  FailureOr<Alignment> run();

private:
  using Samples = std::vector<Tensor>;
  struct Candidate {
    const Value *value;
    Sketch sketch;
  };

  void indexSource();
  LogicalResult alignArguments();
  LogicalResult visit(const Op &op);
  bool matchStructure(const Op &op, const Samples &out);
  bool matchValue(const Op &op, unsigned result, const Samples &out);
  bool relayout(const Op &op);
  void pairAnyway(const Op &op, const Samples &out);
  bool resync(const Op &op, bool replaceAligned);
  std::pair<double, double> localError(const Op &op, const Op &partner);
  void pairRegions();

  /// Source ops of the same name that read what `op` reads, unclaimed, best first.
  std::vector<const Op *> partners(const Op &op) const;
  /// Unclaimed source ops with learned operands like those of `op`, best first.
  std::vector<const Op *> likeWeighted(const Op &op) const;
  /// Results of `op` on `operands` in place of what it reads; empty if it cannot run on them.
  std::vector<Samples> runOn(const Op &op, const std::vector<Samples> &operands);
  std::vector<Samples> operandsOf(const Op &op) const;
  bool dataOperandsAligned(const Op &op) const;
  void align(const Value *target, const Value *sourceValue, Layout layout, double error);
  void claim(const Op &target, const Op &sourceOp, double error, double absolute);

  const NormalPair &pair;
  const SourceValues &source;
  Executor &executor;
  Alignment result;
  std::unordered_map<const Value *, Samples> current;
  std::unordered_map<int64_t, std::vector<Candidate>> index;
  std::unordered_set<const Op *> claimed;
};

} // namespace fixcon

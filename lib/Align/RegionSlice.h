// What lies between the values where a region begins and those where it ends.
#pragma once

#include "Cuts.h"
#include "fixcon/Align/Region.h"

#include <unordered_set>

namespace fixcon {

using ValueSet = std::unordered_set<const Value *>;

class RegionSlicer {
public:
  RegionSlicer(const NormalPair &pair, const Alignment &alignment);

  /// The ops of both sides between the cuts and the aligned values above them, and those values. Aligned
  /// values in `dissolved` do not end the region: the target's own numbers go through them.
  Region slice(const std::vector<Cut> &cuts, const ValueSet &dissolved = {}) const;
  /// Position of an op in its graph.
  size_t position(const Op *op) const { return positions.at(op); }

private:
  void sliceTarget(const std::vector<Cut> &cuts, const ValueSet &dissolved, Region &region) const;
  void sliceSource(const std::vector<Cut> &cuts, Region &region) const;
  void sort(std::vector<const Op *> &ops) const;

  const Alignment &alignment;
  std::unordered_map<const Op *, size_t> positions;
  /// By source value, what makes the target's values that are aligned with it; null for arguments.
  std::unordered_map<const Value *, std::vector<const Op *>> makers;
};

} // namespace fixcon

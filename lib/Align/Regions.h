// Finds the regions of an alignment after the walk.
#pragma once

#include "RegionJudge.h"
#include "RegionSlice.h"

namespace fixcon {

/// Regions from the cuts, joined where they share ops, judged, and grown where that closes them.
std::vector<Region> findRegions(const NormalPair &pair, const SourceValues &values,
                                const Alignment &alignment, RegionJudge &judge, Executor &target);

/// The region with what reads its outputs, up to where the target's own numbers are the source's again;
/// nothing if that does not come within a few ops.
std::optional<Region> growUntilClosed(const Region &region, const SourceValues &values,
                                      const Alignment &alignment, const RegionSlicer &slicer,
                                      RegionJudge &judge, Executor &target);

} // namespace fixcon

// Finds the regions of an alignment after the walk.
#pragma once

#include "KnownPartners.h"
#include "RegionJudge.h"
#include "RegionSlice.h"

namespace fixcon {

/// Regions from the cuts, joined where they share ops, judged, and grown where that closes them.
std::vector<Region> findRegions(const NormalPair &pair, const SourceValues &values,
                                const Alignment &alignment, RegionJudge &judge, Executor &target);

/// Shortens open regions by the ops at their ends that are each other's on what the source's read: these become pairs.
void peelRegions(std::vector<Region> &regions, Alignment &alignment, const SourceValues &values,
                 RegionJudge &judge, Executor &target);

/// Adds ops inside open regions, each with its partner, which part them: they do the source's work on what it reads.
void findMiddles(const std::vector<Region> &regions, const Alignment &alignment,
                 const SourceValues &values, Executor &target, KnownPartners &known);

/// The region with what reads its outputs, up to where the target's own numbers are the source's again, be it
/// at one of the other cuts; nothing if that does not come within a few ops.
std::optional<Region> growUntilClosed(const Region &region, const std::vector<Cut> &cuts,
                                      const SourceValues &values, const Alignment &alignment,
                                      const RegionSlicer &slicer, RegionJudge &judge,
                                      Executor &target);

/// Where a factor was moved on and one bias did not get it: the region that closes once the bias is scaled, without
/// its op, and that op as an open one. Nothing if there is no such bias. Seen on the data alone.
std::vector<Region> growPastBias(const Region &region, const std::vector<Cut> &cuts,
                                 const SourceValues &values, const Alignment &alignment,
                                 const RegionSlicer &slicer, Executor &target);

} // namespace fixcon

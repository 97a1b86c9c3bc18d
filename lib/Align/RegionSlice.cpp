// Both sides are walked backwards from the cuts: the target to the nearest aligned values, the source
// to their partners. On the source's side partners of values elsewhere in the target end the region as
// well, so that a region never swallows ops whose work is accounted for.
#include "RegionSlice.h"

#include <algorithm>

namespace fixcon {

RegionSlicer::RegionSlicer(const NormalPair &pair, const Alignment &alignment)
    : alignment(alignment) {
  for (const Graph *graph : {pair.sourceNormal, pair.targetNormal})
    for (const auto &op : graph->ops())
      positions.emplace(op.get(), positions.size());
  for (const auto &[value, aligned] : alignment.values)
    makers[aligned.source].push_back(value->definingOp());
}

void RegionSlicer::sort(std::vector<const Op *> &ops) const {
  std::ranges::sort(ops, {}, [&](const Op *op) { return position(op); });
}

namespace {

/// Ops above some values, up to values that end the walk.
template <class EndsAt> class BackwardWalk {
public:
  explicit BackwardWalk(EndsAt endsAt) : endsAt(std::move(endsAt)) {}

  /// Adds the maker of `value` and what it needs.
  void start(const Value *value) {
    if (const Op *maker = value->definingOp(); maker && seen.insert(maker).second) {
      ops.push_back(maker);
      for (const Value *operand : maker->operands())
        if (operand && !operand->isWeight())
          reach(operand);
    }
  }
  std::vector<const Op *> ops;
  std::vector<const Value *> leaves;

private:
  void reach(const Value *value) {
    if (!endsAt(value) && value->definingOp())
      start(value);
    else if (std::ranges::find(leaves, value) == leaves.end())
      leaves.push_back(value);
  }
  EndsAt endsAt;
  std::unordered_set<const Op *> seen;
};

} // namespace

void RegionSlicer::sliceTarget(const std::vector<Cut> &cuts, const ValueSet &dissolved,
                               Region &region) const {
  BackwardWalk walk([&](const Value *v) { return alignment.find(v) && !dissolved.contains(v); });
  for (const Cut &cut : cuts)
    if (!cut.isEdge)
      walk.start(cut.target);
  region.targetOps = std::move(walk.ops);
  region.inputs = std::move(walk.leaves);
  for (const Cut &cut : cuts)
    if (cut.isEdge && std::ranges::find(region.inputs, cut.target) == region.inputs.end())
      region.inputs.push_back(cut.target);
}

void RegionSlicer::sliceSource(const std::vector<Cut> &cuts, Region &region) const {
  ValueSet begins;
  for (const Value *v : region.inputs)
    if (const AlignedValue *aligned = alignment.find(v))
      begins.insert(aligned->source);
  std::unordered_set<const Op *> inside(region.targetOps.begin(), region.targetOps.end());
  auto isAccounted = [&](const Value *v) {
    auto known = makers.find(v);
    return known != makers.end() && std::ranges::any_of(known->second, [&](const Op *maker) {
             return !maker || !inside.contains(maker);
           });
  };
  BackwardWalk walk([&](const Value *v) { return begins.contains(v) || isAccounted(v); });
  for (const Cut &cut : cuts)
    if (!begins.contains(cut.source))
      walk.start(cut.source);
  region.sourceOps = std::move(walk.ops);
}

Region RegionSlicer::slice(const std::vector<Cut> &cuts, const ValueSet &dissolved) const {
  Region region;
  sliceTarget(cuts, dissolved, region);
  sliceSource(cuts, region);
  sort(region.targetOps);
  sort(region.sourceOps);
  for (const Cut &cut : cuts)
    region.outputs.push_back({cut.target, cut.source, cut.layout});
  return region;
}

} // namespace fixcon

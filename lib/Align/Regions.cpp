// Cuts whose ways back meet belong to one region. Every region is judged by itself; those that are open
// are tried once more together with what reads them (RegionGrowth.cpp), and a grown region takes in the
// open ones that lie inside it.
#include "Regions.h"

#include <algorithm>
#include <numeric>

namespace fixcon {
namespace {

/// Sets of cuts, joined where their slices share an op.
class Groups {
public:
  Groups(const std::vector<Cut> &cuts, const RegionSlicer &slicer);
  std::vector<std::vector<Cut>> all() const;

private:
  size_t rootOf(size_t i) const { return parent[i] == i ? i : rootOf(parent[i]); }
  const std::vector<Cut> &cuts;
  std::vector<size_t> parent;
};

Groups::Groups(const std::vector<Cut> &cuts, const RegionSlicer &slicer)
    : cuts(cuts), parent(cuts.size()) {
  std::iota(parent.begin(), parent.end(), size_t(0));
  std::unordered_map<const Op *, size_t> firstWith;
  for (size_t i = 0; i < cuts.size(); ++i) {
    Region region = slicer.slice({cuts[i]});
    for (const auto *ops : {&region.targetOps, &region.sourceOps})
      for (const Op *op : *ops)
        if (auto [known, fresh] = firstWith.emplace(op, i); !fresh)
          parent[rootOf(i)] = rootOf(known->second);
  }
}

std::vector<std::vector<Cut>> Groups::all() const {
  std::vector<std::vector<Cut>> out;
  std::unordered_map<size_t, size_t> places;
  for (size_t i = 0; i < cuts.size(); ++i) {
    auto [place, fresh] = places.emplace(rootOf(i), out.size());
    if (fresh)
      out.emplace_back();
    out[place->second].push_back(cuts[i]);
  }
  return out;
}

/// Movement that has no counterpart and moves nothing out of its place.
bool isTrivial(const Region &region) {
  return region.state == Region::State::Closed && region.sourceOps.empty();
}

bool contains(const Region &outer, const Region &inner) {
  return std::ranges::all_of(inner.targetOps, [&](const Op *op) {
    return std::ranges::find(outer.targetOps, op) != outer.targetOps.end();
  });
}

/// An open region that a grown one explains: its ops are inside, or what reads its outputs is.
bool isExplained(const Region &open, const std::vector<Region> &grown) {
  return std::ranges::any_of(grown, [&](const Region &g) {
    if (!open.targetOps.empty())
      return contains(g, open);
    return std::ranges::all_of(open.outputs, [&](const Region::Output &o) {
      return std::ranges::any_of(o.target->uses(), [&](const Use &use) {
        return std::ranges::find(g.targetOps, use.op) != g.targetOps.end();
      });
    });
  });
}

/// Whether what is inside makes more than one open region of the others.
bool explainsSeveral(const Region &grown, const std::vector<Region> &regions) {
  return std::ranges::count_if(regions, [&](const Region &region) {
           return region.state == Region::State::Open && isExplained(region, {grown});
         }) > 1;
}

} // namespace

std::vector<Region> findRegions(const NormalPair &pair, const SourceValues &values,
                                const Alignment &alignment, RegionJudge &judge, Executor &target) {
  RegionSlicer slicer(pair, alignment);
  std::vector<Cut> cuts = findCuts(pair, values, alignment);
  std::vector<Region> regions, grown;
  for (const std::vector<Cut> &group : Groups(cuts, slicer).all()) {
    regions.push_back(slicer.slice(group));
    judge.judge(regions.back());
  }
  for (const Region &region : regions)
    if (region.state != Region::State::Closed && !isExplained(region, grown))
      if (auto closed = growUntilClosed(region, cuts, values, alignment, slicer, judge, target))
        grown.push_back(std::move(*closed));
  for (const Region &region : regions)
    if (region.state == Region::State::Open && !isExplained(region, grown))
      if (auto parts = growPastBias(region, cuts, values, alignment, slicer, target);
          !parts.empty() && explainsSeveral(parts.front(), regions))
        std::ranges::move(parts, std::back_inserter(grown));
  std::erase_if(regions, [&](const Region &region) {
    return isTrivial(region) || isExplained(region, grown);
  });
  std::ranges::move(grown, std::back_inserter(regions));
  return regions;
}

} // namespace fixcon

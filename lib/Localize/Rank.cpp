// rank: lists where the models part, whether a rule has a name for it or not: each pair of ops whose results
// differ beyond noise when the target's op runs on the source's values, and each region that does, the worst
// first. What lies behind a fault computes right on right values, so it is not listed.
#include "fixcon/Align/Ranking.h"
#include "fixcon/Localize/DifferingPlaces.h"

#include <algorithm>

namespace fixcon {

static constexpr size_t maxRanked = 1000;

static std::string nameOfFirst(const std::vector<const Op *> &ops, const Graph &faithful) {
  return ops.empty() ? "" : labelInFile(*ops.front(), faithful);
}

static std::vector<Ranked> rank(const AlignedPair &aligned) {
  std::vector<Ranked> ranking;
  for (const DifferingPlace &place : differingPlaces(aligned)) {
    Ranked ranked{nameOfFirst(place.target, *aligned.pair.target),
                  nameOfFirst(place.source, *aligned.pair.source)};
    ranked.localError = place.error;
    ranked.score = ranked.noiseUnits = place.error / place.floor;
    ranked.place = place.position;
    ranking.push_back(std::move(ranked));
  }
  std::ranges::stable_sort(ranking, std::greater(), &Ranked::score);
  if (ranking.size() > maxRanked)
    ranking.resize(maxRanked);
  return ranking;
}

std::unique_ptr<Pass> createRank() {
  struct Rank : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto aligned = AlignedPair::of(module, context);
      if (!aligned)
        return failure();
      setRanking(module, rank(*aligned));
      return success();
    }
  };
  return std::make_unique<Rank>();
}

} // namespace fixcon

// rank: lists where the models part, whether a rule has a name for it or not: each pair of ops whose results
// differ beyond noise when the target's op runs on the source's values, and each region that does, the worst
// first. What lies behind a fault computes right on right values, so it is not listed.
#include "NoiseFloor.h"
#include "fixcon/Align/Ranking.h"

#include <algorithm>
#include <unordered_map>

namespace fixcon {
namespace {

constexpr size_t maxRanked = 1000;

class Ranking {
public:
  explicit Ranking(const AlignedPair &aligned) : aligned(aligned) {
    for (const auto &op : aligned.pair.targetNormal->ops())
      places.emplace(op.get(), static_cast<int64_t>(places.size()));
  }

  std::vector<Ranked> run() {
    for (const OpPair &p : aligned.alignment.ops())
      if (!aligned.alignment.isInClosedRegion(p.target))
        add(p.target, p.source, p.absoluteError, noiseFloor(p, aligned.values));
    for (const Region &region : aligned.alignment.regions)
      if (region.state == Region::State::Open)
        add(first(region.targetOps), first(region.sourceOps), region.localError, region.noiseFloor);
    std::ranges::stable_sort(ranking, [](const Ranked &a, const Ranked &b) {
      return a.score != b.score ? a.score > b.score : a.place < b.place;
    });
    if (ranking.size() > maxRanked)
      ranking.resize(maxRanked);
    return std::move(ranking);
  }

private:
  static const Op *first(const std::vector<const Op *> &ops) {
    return ops.empty() ? nullptr : ops.front();
  }

  static std::string nameOf(const Op *op, const Graph &faithful) {
    return op ? labelInFile(*op, faithful) : "";
  }

  void add(const Op *target, const Op *source, double error, double floor) {
    if (!(error > floor))
      return;
    Ranked ranked{nameOf(target, *aligned.pair.target), nameOf(source, *aligned.pair.source)};
    ranked.localError = error;
    ranked.score = ranked.noiseUnits = error / floor;
    ranked.place = target ? places.at(target) : 0;
    ranking.push_back(std::move(ranked));
  }

  const AlignedPair &aligned;
  std::unordered_map<const Op *, int64_t> places;
  std::vector<Ranked> ranking;
};

} // namespace

std::unique_ptr<Pass> createRank() {
  struct Rank : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto aligned = AlignedPair::of(module, context);
      if (!aligned)
        return failure();
      setRanking(module, Ranking(*aligned).run());
      return success();
    }
  };
  return std::make_unique<Rank>();
}

} // namespace fixcon

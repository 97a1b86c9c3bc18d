// Pairs are held to the noise of the target's op, regions to what their judge says. Inside a region that closes nothing
// differs, whatever the ops in it say.
#include "fixcon/Localize/DifferingPlaces.h"

#include "NoiseFloor.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace fixcon {
namespace {

class Places {
public:
  explicit Places(const AlignedPair &aligned) : aligned(aligned) {
    for (const auto &op : aligned.pair.targetNormal->ops())
      positions.emplace(op.get(), static_cast<int64_t>(positions.size()));
  }

  std::vector<DifferingPlace> run() {
    for (const OpPair &p : aligned.alignment.ops())
      if (auto results = resultsOf(p); !aligned.alignment.isInClosedRegion(p.target) &&
                                       !(results.empty() && isOneOfSeveral(p.target)))
        add({{p.target},
             {p.source},
             std::move(results),
             p.absoluteError,
             noiseFloor(p, aligned.values),
             p.error});
    for (const Region &region : aligned.alignment.regions)
      if (region.state == Region::State::Open && !holdsPlace(region))
        add({region.targetOps, region.sourceOps, region.outputs, region.localError,
             region.noiseFloor, relativeError(region)});
    std::ranges::stable_sort(places, {}, &DifferingPlace::position);
    return std::move(places);
  }

private:
  void add(DifferingPlace place) {
    std::erase_if(place.target, [](const Op *op) { return isMisfit(*op); });
    bool isEmpty = place.target.empty() && place.source.empty();
    if (isEmpty || !(place.error > place.floor))
      return;
    place.position = place.target.empty() ? 0 : positions.at(place.target.front());
    differing.insert(place.target.begin(), place.target.end());
    places.push_back(std::move(place));
  }

  std::vector<Region::Output> resultsOf(const OpPair &pair) const {
    std::vector<Region::Output> outputs;
    for (unsigned i = 0; i < pair.target->numResults(); ++i) {
      if (!pair.target->hasResult(i) || !pair.source->hasResult(i))
        continue;
      const AlignedValue *value = aligned.alignment.find(pair.target->result(i));
      if (value && value->source == pair.source->result(i))
        outputs.push_back({pair.target->result(i), value->source, value->layout});
    }
    return outputs;
  }

  static int64_t countLayers(const std::vector<const Op *> &ops) {
    return std::ranges::count_if(ops, [](const Op *op) { return hasWeights(*op); });
  }

  /// Whether the op stands in an open region where the source has more layers: then it alone is not what differs.
  bool isOneOfSeveral(const Op *target) const {
    return std::ranges::any_of(aligned.alignment.regions, [&](const Region &region) {
      return region.state == Region::State::Open &&
             std::ranges::find(region.targetOps, target) != region.targetOps.end() &&
             countLayers(region.sourceOps) > countLayers(region.targetOps);
    });
  }

  /// A pair that differs by itself says more than a region around it.
  bool holdsPlace(const Region &region) const {
    return std::ranges::any_of(region.targetOps,
                               [&](const Op *op) { return differing.contains(op); });
  }

  double relativeError(const Region &region) const {
    double largest = 0;
    for (const Region::Output &output : region.outputs)
      if (const Samples *values = aligned.values.find(output.source))
        for (const Tensor &tensor : *values)
          largest = std::max(largest, maxMagnitude(tensor));
    return largest > 0 ? region.localError / largest : region.localError;
  }

  const AlignedPair &aligned;
  std::unordered_map<const Op *, int64_t> positions;
  std::unordered_set<const Op *> differing;
  std::vector<DifferingPlace> places;
};

} // namespace

std::vector<DifferingPlace> differingPlaces(const AlignedPair &aligned) {
  return Places(aligned).run();
}

bool isMovement(const Op *op) {
  const OpDef *def = opDef(*op);
  return def && def->family() == Family::Movement;
}

bool isMovement(const DifferingPlace &place) {
  auto moves = [](const Op *op) { return isMovement(op); };
  return std::ranges::all_of(place.target, moves) && std::ranges::all_of(place.source, moves);
}

static bool reads(const DifferingPlace &place, const Value *value) {
  return std::ranges::any_of(place.target, [&](const Op *op) {
    return std::ranges::find(op->operands(), value) != op->operands().end();
  });
}

bool isMovedFurther(const DifferingPlace &place, const DifferingPlace &other) {
  return place.source.empty() && !other.source.empty() && !place.target.empty() &&
         isMovement(place) && isMovement(other) &&
         std::ranges::any_of(other.outputs, [&](const Region::Output &output) {
           return reads(place, output.target);
         });
}

/// Those of a graph that either list has, in their order.
static std::vector<const Op *> united(const Graph &graph, const std::vector<const Op *> &some,
                                      const std::vector<const Op *> &others) {
  std::unordered_set<const Op *> both(some.begin(), some.end());
  both.insert(others.begin(), others.end());
  std::vector<const Op *> ops;
  for (const auto &op : graph.ops())
    if (both.contains(op.get()))
      ops.push_back(op.get());
  return ops;
}

/// What nobody outside reads is no end.
static void dropInner(DifferingPlace &place) {
  std::erase_if(place.outputs, [&](const Region::Output &output) {
    return std::ranges::all_of(output.target->uses(), [&](const Use &use) {
      return use.op && std::ranges::find(place.target, use.op) != place.target.end();
    });
  });
}

DifferingPlace joined(const DifferingPlace &place, const std::vector<DifferingPlace> &all,
                      const NormalPair &pair) {
  DifferingPlace whole = place;
  for (const DifferingPlace &other : all) {
    if (!isMovedFurther(other, place))
      continue;
    whole.target = united(*pair.targetNormal, whole.target, other.target);
    whole.outputs.insert(whole.outputs.end(), other.outputs.begin(), other.outputs.end());
  }
  if (whole.target.size() > place.target.size())
    dropInner(whole);
  return whole;
}

} // namespace fixcon

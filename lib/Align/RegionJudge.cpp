// A region is run as a whole, from its inputs to its outputs, on the source's values. What is spelt
// otherwise and means the same then gives the same numbers, up to what the rounding of parameters moves.
// That much is measured: the region is run again with inputs off by two units in the last place of f32.
//
// Data may hide a difference: behind a relu that is never positive everything is equal. So a region that
// agrees on the data is also run on random inputs, both sides on the same, and only if it agrees there
// too is it closed.
#include "RegionJudge.h"

#include "Tolerance.h"
#include "fixcon/Align/RandomLike.h"
#include "fixcon/Ops/Opaque.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fixcon {

static double largest(const Tensor &t) {
  double out = 0;
  for (int64_t i = 0; i < t.size(); ++i)
    if (double v = std::fabs(t.toDouble(i)); std::isfinite(v))
      out = std::max(out, v);
  return out;
}

static double differenceOf(const Tensor &a, const Tensor &b, const Layout &layout) {
  return absoluteError(std::span(&a, 1), std::span(&b, 1), layout);
}

/// How far two right evaluations may differ: nothing for whole numbers. Rounding makes steps of what is
/// moved by a hair, so noise has a bound as well.
static double noiseFloor(const Tensor &wanted, const Tensor &result, const Tensor &moved) {
  if (!isFloat(wanted.dtype()))
    return 0;
  double noise = regionNoiseFactor * differenceOf(result, moved, {});
  return std::clamp(noise, regionLeastNoise * largest(wanted), matchTolerance * largest(wanted));
}

Bindings RegionJudge::dataInputs(const Region &region, size_t sample) const {
  Bindings inputs;
  for (const Value *v : region.inputs)
    if (const AlignedValue *aligned = alignment.find(v))
      if (const Samples *samples = values.find(aligned->source))
        inputs[aligned->source] = (*samples)[sample];
  return inputs;
}

Bindings RegionJudge::randomInputs(const Region &region, double factor) const {
  Random random(seed);
  Bindings data = dataInputs(region, 0), inputs;
  // In the order of the region, for a map has none.
  for (const Value *v : region.inputs) {
    const AlignedValue *aligned = alignment.find(v);
    auto found = aligned ? data.find(aligned->source) : data.end();
    if (found != data.end() && !inputs.contains(aligned->source))
      inputs[aligned->source] = randomLike(found->second, factor, random);
  }
  return inputs;
}

Bindings RegionJudge::perturbed(const Bindings &inputs) const {
  constexpr double step = 0x1p-23;
  Bindings out = inputs;
  for (auto &[value, tensor] : out) {
    if (!isFloat(tensor.dtype()))
      continue;
    Random random(seed + value->index());
    tensor = tensor.converted(DType::F64);
    for (double &x : tensor.mutableData<double>())
      x *= random.chance(0.5) ? 1 + step : 1 - step;
  }
  return out;
}

std::optional<std::vector<Tensor>>
RegionJudge::runTarget(const Region &region, const Bindings &sourceInputs, size_t sample) {
  Bindings feeds;
  for (const Value *v : region.inputs) {
    const AlignedValue *aligned = alignment.find(v);
    auto given = aligned ? sourceInputs.find(aligned->source) : sourceInputs.end();
    if (given == sourceInputs.end() || sample >= aligned->shapes.size() ||
        !isApplicable(aligned->layout, given->second, aligned->shapes[sample]))
      return std::nullopt;
    feeds[v] = applyLayout(given->second, aligned->layout, aligned->shapes[sample]);
  }
  // Nested graphs may read arguments that are no inputs of the region.
  for (const auto &[argument, aligned] : alignment.arguments)
    if (!feeds.contains(argument))
      feeds[argument] = carried(aligned, values)[sample];
  std::vector<const Value *> fetches;
  for (const Region::Output &o : region.outputs)
    fetches.push_back(o.target);
  DiagnosticSuppressor suppressor(region.outputs.front().target->graph().module().diagnostics());
  auto results = target.run(feeds, fetches);
  return succeeded(results) ? std::optional(std::move(*results)) : std::nullopt;
}

std::optional<std::vector<Tensor>> RegionJudge::runSource(const Region &region,
                                                          const Bindings &inputs) {
  std::vector<const Value *> fetches;
  for (const Region::Output &o : region.outputs)
    fetches.push_back(o.source);
  DiagnosticSuppressor suppressor(region.outputs.front().target->graph().module().diagnostics());
  Bindings feeds = inputs;
  auto feedData = [&](const Value *v) {
    if (const Samples *samples = v ? values.find(v) : nullptr)
      feeds.emplace(v, samples->front());
  };
  // What else the source reads there keeps the value of the data.
  for (const Op *op : region.sourceOps)
    for (const Value *v : op->operands())
      if (v && std::ranges::find(region.sourceOps, v->definingOp()) == region.sourceOps.end())
        feedData(v);
  for (const auto &[argument, aligned] : alignment.arguments)
    feedData(aligned.source);
  auto results = source.run(feeds, fetches);
  return succeeded(results) ? std::optional(std::move(*results)) : std::nullopt;
}

std::optional<std::vector<Tensor>> RegionJudge::dataOutputs(const Region &region,
                                                            size_t sample) const {
  std::vector<Tensor> out;
  for (const Region::Output &o : region.outputs) {
    const Samples *samples = values.find(o.source);
    if (!samples)
      return std::nullopt;
    out.push_back((*samples)[sample]);
  }
  return out;
}

std::optional<RegionJudge::Distance> RegionJudge::distance(const Region &region,
                                                           const Bindings &inputs,
                                                           const std::vector<Tensor> &wanted,
                                                           size_t sample) {
  auto results = runTarget(region, inputs, sample);
  auto moved = results ? runTarget(region, perturbed(inputs), sample) : std::nullopt;
  if (!moved)
    return std::nullopt;
  Distance worst;
  for (size_t i = 0; i < wanted.size(); ++i) {
    double floor = noiseFloor(wanted[i], (*results)[i], (*moved)[i]);
    double error = differenceOf(wanted[i], (*results)[i], region.outputs[i].layout);
    if (i == 0 || error * worst.floor > worst.error * floor || !std::isfinite(error))
      worst = {error, floor};
  }
  return worst;
}

std::optional<RegionJudge::Distance> RegionJudge::distanceOnData(const Region &region) {
  Distance worst;
  for (size_t k = 0; k < values.samples; ++k) {
    auto wanted = dataOutputs(region, k);
    auto found = wanted ? distance(region, dataInputs(region, k), *wanted, k) : std::nullopt;
    if (!found)
      return std::nullopt;
    if (k == 0 || (worst.isWithin() && !found->isWithin()) ||
        (worst.isWithin() == found->isWithin() && found->error > worst.error))
      worst = *found;
  }
  return worst;
}

bool RegionJudge::agreesOnRandomInputs(const Region &region) {
  return std::ranges::all_of(randomFactors, [&](double factor) {
    Bindings inputs = randomInputs(region, factor);
    auto wanted = runSource(region, inputs);
    auto found = wanted ? distance(region, inputs, *wanted, 0) : std::nullopt;
    return found && found->isWithin();
  });
}

static bool hasOpaque(const Region &region) {
  auto isOpaqueOp = [](const Op *op) { return isOpaque(*op); };
  return std::ranges::any_of(region.targetOps, isOpaqueOp) ||
         std::ranges::any_of(region.sourceOps, isOpaqueOp);
}

void RegionJudge::judge(Region &region) {
  if (hasOpaque(region)) {
    region.state = Region::State::Open;
    region.localError = std::numeric_limits<double>::quiet_NaN();
    return;
  }
  auto onData = distanceOnData(region);
  region.localError = onData ? onData->error : infinite;
  region.noiseFloor = onData ? onData->floor : 0;
  if (!onData || !onData->isWithin())
    region.state = Region::State::Open;
  else
    region.state = agreesOnRandomInputs(region) ? Region::State::Closed : Region::State::Latent;
}

} // namespace fixcon

// A channel is the source's if its weights and its bias are; rounding to 8 bits moves the weights of a channel
// by a few hundredths of their rms, damage by about as much as they are. A channel without weights tells nothing.
#include "LayerWeights.h"

#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/Linear.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

constexpr double rounding = 0.05;

struct Channel {
  bool exact = true;
  double error = 0, power = 0;
  bool isLive() const { return power > 0; }
  bool isNear() const { return error <= rounding * rounding * power; }
};

const Tensor *constantOf(const Op &op, unsigned operand) {
  const Value *v = operand < op.numOperands() ? op.operand(operand) : nullptr;
  return v && v->isWeight() ? &v->tensor() : nullptr;
}

/// What both sides add to each channel; one that adds nothing adds zeros. False if it is not known.
bool addBiases(const Op &source, const Op &target, unsigned operand,
               std::vector<Channel> &channels) {
  auto isAbsent = [&](const Op &op) { return operand >= op.numOperands() || !op.operand(operand); };
  const Tensor *s = constantOf(source, operand), *t = constantOf(target, operand);
  auto size = static_cast<int64_t>(channels.size());
  auto isKnown = [&](const Op &op, const Tensor *bias) {
    return bias ? bias->size() == size : isAbsent(op);
  };
  if (!isKnown(source, s) || !isKnown(target, t))
    return false;
  double largest = std::max(s ? maxMagnitude(*s) : 0, t ? maxMagnitude(*t) : 0);
  for (int64_t c = 0; c < size; ++c) {
    double a = s ? s->toDouble(c) : 0, b = t ? t->toDouble(c) : 0;
    Channel &channel = channels[static_cast<size_t>(c)];
    channel.exact &= isFoldingRounding(a, b, largest);
    if (!(std::fabs(a - b) <= rounding * largest))
      channel.error = channel.power + 1;
  }
  return true;
}

/// nullopt if the ops are not linear in weights of one shape.
std::optional<std::vector<Channel>> channelsOf(const Op &source, const Op &target) {
  const OpDef *def = opDef(target);
  if (source.name() != target.name() || !def || !def->traits().linear)
    return std::nullopt;
  const Tensor *s = constantOf(source, def->traits().linear->weight);
  const Tensor *t = constantOf(target, def->traits().linear->weight);
  auto by = t ? linearChannels(target, t->shape()) : std::nullopt;
  if (!s || !by || s->shape() != t->shape())
    return std::nullopt;
  std::vector<Channel> channels(static_cast<size_t>(by->count));
  double largest = maxMagnitude(*s);
  for (int64_t i = 0; i < s->size(); ++i) {
    Channel &c = channels[static_cast<size_t>(by->channelOf(i))];
    double a = s->toDouble(i), b = t->toDouble(i);
    c.exact &= isFoldingRounding(a, b, largest);
    c.error += (a - b) * (a - b);
    c.power += a * a;
  }
  if (by->trait.bias && !addBiases(source, target, *by->trait.bias, channels))
    return std::nullopt;
  return channels;
}

} // namespace

LayerWeights compareLayerWeights(const Op &source, const Op &target) {
  LayerWeights weights;
  auto channels = channelsOf(source, target);
  if (!channels)
    return weights;
  auto live = std::ranges::count_if(*channels, &Channel::isLive);
  auto exact = std::ranges::count_if(*channels, [](auto &c) { return c.isLive() && c.exact; });
  auto near = std::ranges::count_if(*channels, [](auto &c) { return c.isLive() && c.isNear(); });
  using Kind = LayerWeights::Kind;
  if (live == 0 || (exact == 0 && 2 * near < live))
    return weights;
  bool rounded = near - exact > exact;
  weights.kind = rounded ? Kind::Rounded : exact == live ? Kind::Equal : Kind::Partly;
  for (const Channel &c : *channels)
    weights.intact.push_back(c.isLive() && (rounded ? c.isNear() : c.exact));
  if (std::ranges::all_of(weights.intact, std::identity()))
    weights.intact.clear();
  return weights;
}

} // namespace fixcon

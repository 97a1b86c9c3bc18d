// Judged per channel and off the padded border: a damaged filter moves its own channel alone, and
// an offset that was folded into a padded convolution is wrong only where the padding reaches.
#include "FirstLayer.h"

#include "fixcon/Ops/Linear.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fixcon {

/// How far padding reaches into the result.
static unsigned borderOf(const Op &op) {
  const OpDef *def = opDef(op);
  unsigned border = 0;
  if (const auto *pads =
          def->traits().window ? op.attr<Attribute::Ints>(def->traits().window->pads) : nullptr)
    for (int64_t pad : *pads)
      border = std::max(border, static_cast<unsigned>(std::max<int64_t>(0, pad)));
  return border;
}

/// The axis of the result along which the op's channels lie: that of its trait, else the second.
static size_t channelAxisOf(const Op &op, size_t rank) {
  const auto &linear = opDef(op)->traits().linear;
  return axisFromFront(linear ? linear->resultAxis : 1, rank).value_or(0);
}

std::optional<FirstLayer::Partners> FirstLayer::alignedPartners(const Op &target,
                                                                const Alignment &alignment) {
  const OpPair *pair = alignment.pairOf(&target);
  auto aligned = alignment.values.find(target.result());
  if (!pair || aligned == alignment.values.end() ||
      aligned->second.source != pair->source->result())
    return std::nullopt;
  return Partners{pair->source, pair->target, aligned->second.layout};
}

/// Rounded activations keep the walk from what follows them, but the weights still say which op it is.
std::optional<FirstLayer::Partners> FirstLayer::alikePartners(const Op &target,
                                                              const Graph &source) {
  constexpr int most = 3;
  int seen = 0;
  for (const auto &op : source.ops()) {
    if (!hasWeights(*op))
      continue;
    const Type &from = op->result()->type(), &to = target.result()->type();
    if (from.isStatic() && to.isStatic() && from.shape() == to.shape() &&
        compareLayerWeights(*op, target).kind != LayerWeights::Kind::Other)
      return Partners{op.get(), &target, identityLayout(from.shape())};
    if (++seen == most)
      break;
  }
  return std::nullopt;
}

FailureOr<FirstLayer> FirstLayer::find(const NormalPair &pair, const Alignment &alignment,
                                       PassContext &context) {
  FirstLayer first;
  OpaqueShadow target(*pair.targetNormal), source(*pair.sourceNormal);
  for (const auto &op : pair.targetNormal->ops()) {
    // What is given behind an opaque op does not depend on how the inputs are fed.
    if (!hasWeights(*op) || target.cause(op->result()))
      continue;
    auto partners = alignedPartners(*op, alignment);
    if (!partners)
      partners = alikePartners(*op, *pair.sourceNormal);
    if (!partners || source.cause(partners->source->result()))
      continue;
    first.ops = *partners;
    break;
  }
  if (!first.ops.target)
    return failure();
  first.border = borderOf(*first.ops.source);
  first.layerWeights = compareLayerWeights(*first.ops.source, *first.ops.target);
  auto sourceExecutor = context.environment.executor(*pair.sourceNormal, {});
  auto targetExecutor = context.environment.executor(*pair.targetNormal, {});
  if (failed(sourceExecutor) || failed(targetExecutor))
    return failure();
  first.sourceExecutor = std::move(*sourceExecutor);
  first.targetExecutor = std::move(*targetExecutor);
  return first;
}

namespace {

/// Sums over one channel.
struct Channel {
  double error = 0, power = 0, sum = 0;
  int64_t count = 0;

  double variance() const {
    double n = static_cast<double>(count);
    return count ? std::max(0.0, power / n - sum / n * (sum / n)) : 0;
  }
  /// A dead channel says nothing of the picture, and neither does one that is little but its bias.
  bool isLive(double meanPower) const {
    constexpr double share = 1e-2;
    return count && power / static_cast<double>(count) > 1e-12 * meanPower &&
           variance() > share * share * power / static_cast<double>(count);
  }

  void add(double source, double target) {
    if (!std::isfinite(source))
      return; // nothing is near or far from it
    double difference = source - target;
    error += std::isfinite(difference) ? difference * difference
                                       : std::numeric_limits<double>::infinity();
    power += source * source;
    sum += source;
    ++count;
  }
};

/// Whether element `i` of [N, C, spatial...] lies within `border` of an edge.
bool nearEdge(int64_t i, const Shape &shape, unsigned border) {
  for (size_t axis = shape.size(); axis-- > 2;) {
    int64_t at = i % shape[axis];
    i /= shape[axis];
    if (shape[axis] > 2 * static_cast<int64_t>(border) + 2 &&
        (at < static_cast<int64_t>(border) || at >= shape[axis] - static_cast<int64_t>(border)))
      return true;
  }
  return false;
}

LayerDistance summarize(const std::vector<Channel> &channels) {
  double power = 0;
  for (const Channel &c : channels)
    power += c.count ? c.power / static_cast<double>(c.count) : 0;
  power /= static_cast<double>(std::max<size_t>(1, channels.size()));
  std::vector<double> errors;
  for (const Channel &c : channels)
    // One beyond the range of numbers says nothing either.
    if (double error = std::sqrt(c.error / c.power); !std::isnan(error) && c.isLive(power))
      errors.push_back(error);
  LayerDistance out;
  out.channels = static_cast<int64_t>(errors.size());
  if (errors.empty())
    return out;
  std::sort(errors.begin(), errors.end());
  out.median = errors[errors.size() / 2];
  auto agree = std::count_if(errors.begin(), errors.end(), [](double e) { return e < 1e-4; });
  out.share = static_cast<double>(agree) / static_cast<double>(errors.size());
  return out;
}

} // namespace

size_t FirstLayer::numChannels(const Shape &shape) const {
  return shape.size() > 1 ? static_cast<size_t>(shape[channelAxisOf(*ops.source, shape.size())])
                          : 1;
}

std::optional<size_t> FirstLayer::channelOf(int64_t element, const Shape &shape) const {
  if (nearEdge(element, shape, border))
    return std::nullopt;
  int64_t each = 1;
  for (size_t axis = channelAxisOf(*ops.source, shape.size()) + 1; axis < shape.size(); ++axis)
    each *= shape[axis];
  size_t channel = static_cast<size_t>(element / each) % numChannels(shape);
  const std::vector<bool> &intact = layerWeights.intact;
  return channel < intact.size() && !intact[channel] ? std::nullopt : std::optional(channel);
}

FailureOr<Tensor> FirstLayer::ofSource(const std::map<std::string, Tensor> &inputs) const {
  return sourceExecutor->runTo(*ops.source->result(), inputs);
}

FailureOr<std::optional<Tensor>> FirstLayer::ofTarget(const std::map<std::string, Tensor> &inputs,
                                                      const Shape &sourceShape) const {
  auto value = targetExecutor->runTo(*ops.target->result(), inputs);
  if (failed(value))
    return failure();
  Layout back = inverse(ops.layout);
  if (!isApplicable(back, *value, sourceShape))
    return std::optional<Tensor>();
  return std::optional(applyLayout(*value, back, sourceShape));
}

FailureOr<LayerDistance> FirstLayer::distance(const Inputs &source, const Inputs &target) const {
  std::vector<Channel> channels;
  for (size_t k = 0; k < source.size(); ++k) {
    auto s = ofSource(source[k]);
    if (failed(s))
      return failure();
    auto t = ofTarget(target[k], s->shape());
    if (failed(t))
      return failure();
    if (!*t)
      return LayerDistance{0, std::numeric_limits<double>::infinity(), 0};
    channels.resize(numChannels(s->shape()));
    for (int64_t i = 0; i < s->size(); ++i)
      if (auto channel = channelOf(i, s->shape()))
        channels[*channel].add(s->toDouble(i), (*t)->toDouble(i));
  }
  return summarize(channels);
}

} // namespace fixcon

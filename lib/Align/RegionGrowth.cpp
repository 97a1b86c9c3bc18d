// A difference may be taken back further on: a factor moved from one layer into the next, a dense layer
// split into other factors, channels in another order with the weights that read them. So where a region
// is open, the target's own numbers are followed forwards, through what reads them, until they are the
// source's again everywhere or the way gets long.
//
//   source: %b = conv %a, %w    %c = conv %b, %u       target: %b = conv %a, 2 %w   %c = conv %b, 0.5 %u
//
// Neither convolution is its partner, both together are. Regions on the way are taken along with their
// own numbers; and where two ways meet, as those of query and key do in an attention that scales both, what
// the other one brings is the target's own as well.
//
// If the factor was moved and one bias on the way was forgotten, everything closes as if it had been scaled
// too. That is one fault, at the bias, in place of two: scaled weights and a factor that is missing.
#include "Regions.h"
#include "Tolerance.h"

#include <algorithm>
#include <map>

namespace fixcon {
namespace {

Tensor times(const Tensor &t, double factor) {
  Tensor out = t.converted(DType::F64);
  for (double &x : out.mutableData<double>())
    x *= factor;
  return out;
}

class Growth {
public:
  /// Joined: with the own numbers of what other open places lead to, too. Forgiving: as if biases behind scaled
  /// weights were scaled like these.
  enum class Manner { Alone, Joined, Forgiving };

  Growth(const std::vector<Cut> &cuts, const SourceValues &values, const Alignment &alignment,
         const RegionSlicer &slicer, Executor &target, Manner manner)
      : cuts(cuts), values(values), alignment(alignment), slicer(slicer), target(target),
        manner(manner) {}

  /// The cuts where all ways from the region's outputs close; nothing if one does not.
  std::optional<std::vector<Cut>> run(const Region &region);
  /// Values that the ways go through.
  ValueSet dissolved() const;
  /// Biases that would have to be scaled, each as the region of its op.
  std::vector<Region> forgiven;

private:
  bool start(const Region &region);
  bool visit(const Op &op);
  bool pushReaders(const Value &value);
  bool take(const Value &value, Tensor numbers);
  std::optional<double> factorAt(const Value &value) const;
  void forgive(const Op &op, Tensor &numbers);
  std::optional<Cut> wantedAt(const Value &value) const;
  bool isBehindReplaced(const Value &value, size_t steps) const;
  std::optional<Tensor> numbersOf(const Value &value);
  std::optional<std::vector<Tensor>> compute(const Op &op);

  const std::vector<Cut> &cuts;
  const SourceValues &values;
  const Alignment &alignment;
  const RegionSlicer &slicer;
  Executor &target;
  Manner manner;
  std::map<size_t, const Op *> waiting;
  std::unordered_map<const Value *, Tensor> own; ///< on the first sample
  std::vector<Cut> closing;
  size_t runs = 0;
};

/// What the target makes of the operands as they are.
std::optional<std::vector<Tensor>> Growth::compute(const Op &op) {
  // What belongs to no closed way may be as long as the model.
  if (++runs > 2 * maxGrowth)
    return std::nullopt;
  Bindings feeds;
  for (const auto &[argument, aligned] : alignment.arguments)
    feeds[argument] = carried(aligned, values)[0];
  for (const Value *v : op.operands()) {
    if (!v || v->isWeight())
      continue;
    auto numbers = numbersOf(*v);
    if (!numbers)
      return std::nullopt;
    feeds[v] = std::move(*numbers);
  }
  std::vector<const Value *> fetches;
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i))
      fetches.push_back(op.result(i));
  DiagnosticSuppressor suppressor(op.module().diagnostics());
  auto results = target.run(feeds, fetches);
  return succeeded(results) ? std::optional(std::move(*results)) : std::nullopt;
}

/// Whether the value is made, by ops without weights, of one that the target computes otherwise.
bool Growth::isBehindReplaced(const Value &value, size_t steps) const {
  if (const AlignedValue *aligned = alignment.find(&value); aligned && aligned->replaced)
    return true;
  const Op *maker = value.definingOp();
  return steps > 0 && maker && !hasWeights(*maker) &&
         std::ranges::any_of(maker->operands(), [&](const Value *v) {
           return v && !v->isWeight() && isBehindReplaced(*v, steps - 1);
         });
}

/// The target's own number where it is not the source's, else the source's.
std::optional<Tensor> Growth::numbersOf(const Value &value) {
  if (auto known = own.find(&value); known != own.end())
    return known->second;
  const AlignedValue *aligned = alignment.find(&value);
  if (aligned && !aligned->replaced && values.find(aligned->source) &&
      !(manner == Manner::Joined && isBehindReplaced(value, maxJoin)))
    return carried(*aligned, values)[0];
  const Op *maker = value.definingOp();
  auto results = maker ? compute(*maker) : std::nullopt;
  if (!results)
    return std::nullopt;
  size_t at = 0;
  for (unsigned i = 0; i < maker->numResults(); ++i)
    if (maker->hasResult(i)) {
      own.emplace(maker->result(i), std::move((*results)[at++]));
      if (!pushReaders(*maker->result(i)))
        return std::nullopt;
    }
  return own.at(&value);
}

/// Readers have to be run on the target's own numbers; outputs of the model cannot take them back.
bool Growth::pushReaders(const Value &value) {
  for (const Use &use : value.uses()) {
    if (!use.op || &use.op->parent() != &value.graph())
      return false;
    waiting.emplace(slicer.position(use.op), use.op);
  }
  return true;
}

/// What the value has to be for the way to end there: the source value that it is aligned with, or the one
/// that a cut has it stand for, as at an output of the model.
std::optional<Cut> Growth::wantedAt(const Value &value) const {
  if (const AlignedValue *aligned = alignment.find(&value))
    return Cut{&value, aligned->source, aligned->layout, false};
  auto cut = std::ranges::find(cuts, &value, &Cut::target);
  return cut != cuts.end() ? std::optional(*cut) : std::nullopt;
}

bool Growth::take(const Value &value, Tensor numbers) {
  // An op is visited again where one of its operands has changed since.
  std::erase_if(closing, [&](const Cut &c) { return c.target == &value; });
  own.erase(&value);
  auto cut = wantedAt(value);
  if (const Samples *wanted = cut ? values.find(cut->source) : nullptr;
      wanted && layoutError(std::span(wanted->data(), 1), std::span(&numbers, 1), cut->layout) <=
                    matchTolerance) {
    closing.push_back(*cut);
    return true;
  }
  own.emplace(&value, std::move(numbers));
  return pushReaders(value);
}

/// By what the target's own numbers are larger than the source's, all alike; nothing if they are not.
std::optional<double> Growth::factorAt(const Value &value) const {
  auto found = own.find(&value);
  const AlignedValue *aligned = alignment.find(&value);
  if (found == own.end() || !aligned || !values.find(aligned->source))
    return std::nullopt;
  Tensor right = carried(*aligned, values)[0];
  if (right.size() != found->second.size())
    return std::nullopt;
  double product = 0, square = 0;
  for (int64_t i = 0; i < right.size(); ++i) {
    product += right.toDouble(i) * found->second.toDouble(i);
    square += right.toDouble(i) * right.toDouble(i);
  }
  double factor = product / square;
  Tensor wanted = times(right, factor);
  bool fits =
      layoutError(std::span(&wanted, 1), std::span(&found->second, 1), {}) <= matchTolerance;
  return fits && factor != 0 ? std::optional(factor) : std::nullopt;
}

/// Takes the sum for what it would be had the bias been scaled with its addend.
void Growth::forgive(const Op &op, Tensor &numbers) {
  const OpPair *pair = alignment.pairOf(&op);
  const AlignedValue *aligned = alignment.find(op.result());
  if (op.name() != "add" || !hasWeights(op) || !pair || !aligned || aligned->replaced)
    return;
  const Value *addend = op.operand(op.operand(0)->isWeight() ? 1 : 0);
  auto factor = factorAt(*addend);
  if (!factor)
    return;
  Tensor wanted = times(carried(*aligned, values)[0], *factor);
  double error = layoutError(std::span(&wanted, 1), std::span(&numbers, 1), {});
  if (error <= matchTolerance)
    return;
  Region region;
  region.targetOps = {&op};
  region.sourceOps = {pair->source};
  region.inputs = {addend};
  region.outputs = {{op.result(), aligned->source, aligned->layout}};
  region.localError = absoluteError(std::span(&wanted, 1), std::span(&numbers, 1), {});
  region.noiseFloor = regionLeastNoise * region.localError / error;
  forgiven.push_back(std::move(region));
  numbers = std::move(wanted);
}

bool Growth::start(const Region &region) {
  for (const Region::Output &o : region.outputs) {
    bool isEdge = std::ranges::find(region.inputs, o.target) != region.inputs.end();
    if (!isEdge && !o.target->definingOp())
      return false;
    for (const Use &use : o.target->uses()) {
      bool expects = !isEdge || !use.op || alignment.sourceOf(*use.op, use.index) == o.source;
      if (!expects)
        continue;
      if (!use.op || &use.op->parent() != &o.target->graph())
        return false;
      waiting.emplace(slicer.position(use.op), use.op);
    }
    if (!isEdge && !own.contains(o.target)) {
      auto results = compute(*o.target->definingOp());
      if (!results)
        return false;
      own.emplace(o.target, std::move((*results)[o.target->index()]));
    }
  }
  return true;
}

bool Growth::visit(const Op &op) {
  auto results = compute(op);
  if (!results)
    return false;
  size_t at = 0;
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i))
      continue;
    Tensor &numbers = (*results)[at++];
    if (manner == Manner::Forgiving)
      forgive(op, numbers);
    // Rounding to whole numbers would hide any difference.
    if (!isFloat(op.result(i)->type().dtype()) || !take(*op.result(i), std::move(numbers)))
      return false;
  }
  return true;
}

std::optional<std::vector<Cut>> Growth::run(const Region &region) {
  if (!start(region))
    return std::nullopt;
  for (size_t count = 0; !waiting.empty(); ++count) {
    const Op *op = waiting.begin()->second;
    waiting.erase(waiting.begin());
    if (count == maxGrowth || !visit(*op))
      return std::nullopt;
  }
  return closing;
}

ValueSet Growth::dissolved() const {
  ValueSet out;
  for (const auto &[value, numbers] : own)
    out.insert(value);
  return out;
}

} // namespace

std::optional<Region> growUntilClosed(const Region &region, const std::vector<Cut> &cuts,
                                      const SourceValues &values, const Alignment &alignment,
                                      const RegionSlicer &slicer, RegionJudge &judge,
                                      Executor &target) {
  for (auto manner : {Growth::Manner::Alone, Growth::Manner::Joined}) {
    Growth growth(cuts, values, alignment, slicer, target, manner);
    auto closing = growth.run(region);
    if (!closing || closing->empty())
      continue;
    Region grown = slicer.slice(*closing, growth.dissolved());
    judge.judge(grown);
    if (grown.state == Region::State::Closed)
      return grown;
  }
  return std::nullopt;
}

std::vector<Region> growPastBias(const Region &region, const std::vector<Cut> &cuts,
                                 const SourceValues &values, const Alignment &alignment,
                                 const RegionSlicer &slicer, Executor &target) {
  Growth growth(cuts, values, alignment, slicer, target, Growth::Manner::Forgiving);
  auto closing = growth.run(region);
  if (!closing || closing->empty() || growth.forgiven.size() != 1)
    return {};
  Region grown = slicer.slice(*closing, growth.dissolved());
  const Region &bias = growth.forgiven.front();
  std::erase(grown.targetOps, bias.targetOps.front());
  std::erase(grown.sourceOps, bias.sourceOps.front());
  grown.state = Region::State::Closed;
  return {std::move(grown), bias};
}

} // namespace fixcon

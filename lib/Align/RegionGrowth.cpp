// A difference may be taken back further on: a factor moved from one layer into the next, a dense layer
// split into other factors, channels in another order with the weights that read them. So where a region
// is open, the target's own numbers are followed forwards, through what reads them, until they are the
// source's again everywhere or the way gets long.
//
//   source: %b = conv %a, %w    %c = conv %b, %u       target: %b = conv %a, 2 %w   %c = conv %b, 0.5 %u
//
// Neither convolution is its partner, both together are. Regions on the way are taken along with their
// own numbers.
#include "Regions.h"
#include "Tolerance.h"

#include <algorithm>
#include <map>

namespace fixcon {
namespace {

class Growth {
public:
  Growth(const SourceValues &values, const Alignment &alignment, const RegionSlicer &slicer,
         Executor &target)
      : values(values), alignment(alignment), slicer(slicer), target(target) {}

  /// The cuts where all ways from the region's outputs close; nothing if one does not.
  std::optional<std::vector<Cut>> run(const Region &region);
  /// Values that the ways go through.
  ValueSet dissolved() const;

private:
  bool start(const Region &region);
  bool visit(const Op &op);
  bool pushReaders(const Value &value);
  bool take(const Value &value, Tensor numbers);
  std::optional<Tensor> numbersOf(const Value &value);
  std::optional<std::vector<Tensor>> compute(const Op &op);

  const SourceValues &values;
  const Alignment &alignment;
  const RegionSlicer &slicer;
  Executor &target;
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

/// The target's own number where it is not the source's, else the source's.
std::optional<Tensor> Growth::numbersOf(const Value &value) {
  if (auto known = own.find(&value); known != own.end())
    return known->second;
  const AlignedValue *aligned = alignment.find(&value);
  if (aligned && !aligned->replaced && values.find(aligned->source))
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

bool Growth::take(const Value &value, Tensor numbers) {
  const AlignedValue *aligned = alignment.find(&value);
  if (const Samples *wanted = aligned ? values.find(aligned->source) : nullptr;
      wanted && layoutError(std::span(wanted->data(), 1), std::span(&numbers, 1),
                            aligned->layout) <= matchTolerance) {
    closing.push_back({&value, aligned->source, aligned->layout, false});
    return true;
  }
  own.insert_or_assign(&value, std::move(numbers));
  return pushReaders(value);
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

std::optional<Region> growUntilClosed(const Region &region, const SourceValues &values,
                                      const Alignment &alignment, const RegionSlicer &slicer,
                                      RegionJudge &judge, Executor &target) {
  Growth growth(values, alignment, slicer, target);
  auto closing = growth.run(region);
  if (!closing || closing->empty())
    return std::nullopt;
  Region grown = slicer.slice(*closing, growth.dissolved());
  judge.judge(grown);
  return grown.state == Region::State::Closed ? std::optional(std::move(grown)) : std::nullopt;
}

} // namespace fixcon

// What reads a wrong value up to the end of a region is not wrong itself: the pool behind another activation, the
// exponential behind a relu that should not be there.
//
//   source: %b = exp %a        target: %r = relu %p    %q = exp %r       (%p is %a)
//
// Neither op has a partner, for %q is no value of the source's. But where both sides end with one kind of op, and the
// target's gives the source's result on what the source's reads, the two are partners, and the region ends in front
// of them. An op may read several wrong values, as a gate reads two halves of one: what is left must then have no
// more ends than the region had.
#include "Regions.h"
#include "Tolerance.h"
#include "fixcon/Ops/Misfit.h"

#include <algorithm>

namespace fixcon {
namespace {

class Peeler {
public:
  Peeler(const Region &region, const Alignment &alignment, const SourceValues &values,
         Executor &target)
      : region(region), alignment(alignment), values(values), target(target) {}

  /// What is left where every op that is peeled off reads at most so many wrong values; nothing if none is.
  bool run(size_t mostWrong);
  void commit(Region &peeled, Alignment &into);

private:
  using Output = Region::Output;
  bool peel(const Output &output, size_t mostWrong);
  std::optional<std::vector<unsigned>> wrongOperands(const Op &op, const Op &partner) const;
  bool isRight(const Op &op, unsigned operand, const Value &wanted) const;
  std::optional<Samples> fed(const Value &value, const Value &wanted, Layout &layout) const;
  std::optional<Samples> run(const Op &op, const std::vector<unsigned> &operands,
                             const std::vector<Samples> &numbers) const;
  void endAt(const Op &op, unsigned operand, Output output);

  Region region;
  const Alignment &alignment;
  const SourceValues &values;
  Executor &target;
  std::vector<OpPair> pairs;
  std::vector<Substitution> substitutions;
};

/// Values that are no real numbers are not aligned by what they hold: such as places in an order. But what is made
/// alike of what is the same is the same.
bool isMadeAlike(const Value *own, const Value *wanted, const Alignment &alignment,
                 unsigned steps) {
  if (!own || !wanted || own->isWeight() || wanted->isWeight())
    return own && wanted
               ? own->isWeight() && wanted->isWeight() && own->tensor().identical(wanted->tensor())
               : own == wanted;
  const AlignedValue *aligned = alignment.find(own);
  if (aligned && aligned->source == wanted && aligned->layout.keepsOrder())
    return true;
  const Op *op = own->definingOp(), *partner = wanted->definingOp();
  if (!op || !partner || steps == 0 || op->name() != partner->name() || op->numRegions() > 0 ||
      own->index() != wanted->index() || !(op->attrs() == partner->attrs()) ||
      op->numOperands() != partner->numOperands())
    return false;
  for (unsigned i = 0; i < op->numOperands(); ++i)
    if (!isMadeAlike(op->operand(i), partner->operand(i), alignment, steps - 1))
      return false;
  return true;
}

bool Peeler::isRight(const Op &op, unsigned operand, const Value &wanted) const {
  constexpr unsigned mostSteps = 8;
  const Value &own = *op.operand(operand);
  return alignment.sourceOf(op, operand) == &wanted ||
         (own.type().isTensor() && !isFloat(own.type().dtype()) &&
          isMadeAlike(&own, &wanted, alignment, mostSteps));
}

/// The operands that are not the partner's; nothing if the two ops do not read alike.
std::optional<std::vector<unsigned>> Peeler::wrongOperands(const Op &op, const Op &partner) const {
  std::vector<unsigned> wrong;
  if (op.name() != partner.name() || op.numOperands() != partner.numOperands())
    return std::nullopt;
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    const Value *own = op.operand(i), *wanted = partner.operand(i);
    if (!own != !wanted || (own && own->isWeight() != wanted->isWeight()))
      return std::nullopt;
    if (own && !own->isWeight() && !isRight(op, i, *wanted))
      wrong.push_back(i);
  }
  return wrong;
}

/// The shape that the target gives a value. Where it has another number of elements, or nobody knows, a difference in
/// front has made it so, and it is as the source's.
Shape shapeOf(const Value &value, const Tensor &wanted) {
  const Type &type = value.type();
  bool isOwn = type.isStatic() && elementCount(type.shape()) == wanted.size();
  return isOwn ? type.shape() : wanted.shape();
}

/// The source's value as the target's would hold it: in a shape that is the same but for the order of axes.
std::optional<Samples> Peeler::fed(const Value &value, const Value &wanted, Layout &layout) const {
  const Samples *samples = values.find(&wanted);
  if (!samples)
    return std::nullopt;
  const AlignedValue *own = alignment.find(&value);
  Samples out;
  for (const Tensor &sample : *samples) {
    Shape shape = shapeOf(value, sample);
    bool isAsOwn = own && isApplicable(own->layout, sample, shape) && !own->layout.keepsOrder();
    if (isAsOwn)
      layout = own->layout;
    else if (shape == sample.shape())
      layout = identityLayout(shape);
    else
      return std::nullopt;
    out.push_back(applyLayout(sample, layout, shape));
  }
  return out;
}

/// The op on the source's values, with these numbers for some of its operands.
std::optional<Samples> Peeler::run(const Op &op, const std::vector<unsigned> &operands,
                                   const std::vector<Samples> &numbers) const {
  Samples out;
  DiagnosticSuppressor suppressor(op.module().diagnostics());
  for (size_t k = 0; k < values.samples; ++k) {
    Bindings feeds;
    for (const auto &[argument, aligned] : alignment.arguments)
      feeds[argument] = carried(aligned, values)[k];
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (const AlignedValue *aligned = op.operand(i) ? alignment.find(op.operand(i)) : nullptr)
        feeds[op.operand(i)] = carried(*aligned, values)[k];
    for (size_t i = 0; i < operands.size(); ++i)
      feeds[op.operand(operands[i])] = numbers[i][k];
    const Value *fetch = op.result();
    auto results = target.run(feeds, std::span(&fetch, 1));
    if (failed(results))
      return std::nullopt;
    out.push_back(std::move(results->front()));
  }
  return out;
}

/// The region ends at what an op that was peeled off reads there.
void Peeler::endAt(const Op &op, unsigned operand, Output output) {
  if (alignment.find(output.target)) {
    substitutions.push_back({&op, operand, output.source});
    if (std::ranges::find(region.inputs, output.target) == region.inputs.end())
      region.inputs.push_back(output.target);
  }
  bool isKnown = std::ranges::any_of(region.outputs, [&](const Output &o) {
    return o.target == output.target && o.source == output.source;
  });
  if (!isKnown)
    region.outputs.push_back(std::move(output));
}

bool Peeler::peel(const Output &given, size_t mostWrong) {
  Output output = given;
  output.target = unmarked(given.target);
  const Op *op = output.target->definingOp(), *partner = output.source->definingOp();
  auto isIn = [](const Op *o, const std::vector<const Op *> &ops) {
    return std::ranges::find(ops, o) != ops.end();
  };
  if (!op || !partner || !isIn(op, region.targetOps) || !isIn(partner, region.sourceOps) ||
      op->numResults() != 1 || partner->numResults() != 1 || alignment.pairOf(op) ||
      alignment.isPaired(partner) || op->numRegions() > 0 || !isFloat(op->result()->type().dtype()))
    return false;
  // What reads another value than its partner is the fault itself.
  bool isAll = region.targetOps.size() == 1 && region.sourceOps.size() == 1;
  auto wrong = isAll ? std::nullopt : wrongOperands(*op, *partner);
  if (!wrong || wrong->empty() || wrong->size() > mostWrong)
    return false;
  std::vector<Output> ends;
  std::vector<Samples> numbers;
  for (unsigned i : *wrong) {
    Layout layout;
    auto samples = fed(*op->operand(i), *partner->operand(i), layout);
    if (!samples)
      return false;
    numbers.push_back(std::move(*samples));
    ends.push_back({op->operand(i), partner->operand(i), layout});
  }
  auto results = run(*op, *wrong, numbers);
  const Samples *expected = values.find(output.source);
  if (!results || !expected || results->size() != expected->size())
    return false;
  double error = layoutError(*expected, *results, output.layout);
  if (!(error <= matchTolerance))
    return false;
  bool sameLayout =
      std::ranges::all_of(ends, [](const Output &o) { return o.layout.keepsOrder(); });
  pairs.push_back(
      {op, partner, error, absoluteError(*expected, *results, output.layout), sameLayout});
  std::erase(region.targetOps, op);
  std::erase(region.sourceOps, partner);
  for (size_t i = 0; i < ends.size(); ++i)
    endAt(*op, (*wrong)[i], std::move(ends[i]));
  return true;
}

bool Peeler::run(size_t mostWrong) {
  size_t ends = region.outputs.size();
  for (size_t i = 0; i < region.outputs.size();) {
    Output output = region.outputs[i];
    region.outputs.erase(region.outputs.begin() + static_cast<std::ptrdiff_t>(i));
    if (peel(output, mostWrong)) {
      i = 0;
      continue;
    }
    region.outputs.insert(region.outputs.begin() + static_cast<std::ptrdiff_t>(i++), output);
  }
  return !pairs.empty() && region.outputs.size() <= ends;
}

/// What the ends are made of; what only the ops that are gone read is no part of it.
void dropUnneeded(std::vector<const Op *> &ops, std::vector<const Value *> needed) {
  std::vector<const Op *> kept;
  while (!needed.empty()) {
    const Op *op = needed.back()->definingOp();
    needed.pop_back();
    if (!op || std::ranges::find(ops, op) == ops.end() || std::ranges::find(kept, op) != kept.end())
      continue;
    kept.push_back(op);
    for (const Value *operand : op->operands())
      if (operand)
        needed.push_back(operand);
  }
  std::erase_if(ops, [&](const Op *op) { return std::ranges::find(kept, op) == kept.end(); });
}

void Peeler::commit(Region &peeled, Alignment &into) {
  std::vector<const Value *> target, source;
  for (const Output &output : region.outputs) {
    target.push_back(output.target);
    source.push_back(output.source);
  }
  dropUnneeded(region.targetOps, std::move(target));
  dropUnneeded(region.sourceOps, std::move(source));
  for (OpPair &pair : pairs)
    into.addPair(pair);
  std::ranges::move(substitutions, std::back_inserter(into.substitutions));
  peeled = std::move(region);
}

} // namespace

void peelRegions(std::vector<Region> &regions, Alignment &alignment, const SourceValues &values,
                 RegionJudge &judge, Executor &target) {
  constexpr size_t mostWrong = 4;
  for (Region &region : regions)
    for (size_t wrong = mostWrong; region.state == Region::State::Open && wrong > 0;
         wrong = wrong > 1 ? 1 : 0)
      if (Peeler peeler(region, alignment, values, target); peeler.run(wrong)) {
        peeler.commit(region, alignment);
        judge.judge(region);
        break;
      }
}

} // namespace fixcon

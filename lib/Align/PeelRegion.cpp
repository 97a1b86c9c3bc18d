// What reads a wrong value up to the end of a region is not wrong itself: the pool behind another activation, the
// exponential behind a relu that should not be there.
//
//   source: %b = exp %a        target: %r = relu %p    %q = exp %r       (%p is %a)
//
// Neither op has a partner, for %q is no value of the source's. But where both sides end with one kind of op, and the
// target's gives the source's result on what the source's reads, the two are partners, and the region ends in front
// of them.
#include "Regions.h"
#include "Tolerance.h"

#include <algorithm>

namespace fixcon {
namespace {

class Peeler {
public:
  Peeler(Alignment &alignment, const SourceValues &values, Executor &target)
      : alignment(alignment), values(values), target(target) {}

  void run(Region &region) {
    for (Region::Output &output : region.outputs)
      while (peel(region, output)) {
      }
  }

private:
  bool peel(Region &region, Region::Output &output);
  std::optional<unsigned> wrongOperand(const Op &op, const Op &partner) const;
  std::optional<Samples> fed(const Value &value, const Value &wanted, Layout &layout) const;
  std::optional<Samples> run(const Op &op, unsigned operand, const Samples &numbers) const;

  Alignment &alignment;
  const SourceValues &values;
  Executor &target;
};

/// The only operand that is not the partner's.
std::optional<unsigned> Peeler::wrongOperand(const Op &op, const Op &partner) const {
  std::optional<unsigned> wrong;
  if (op.name() != partner.name() || op.numOperands() != partner.numOperands())
    return std::nullopt;
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    const Value *own = op.operand(i), *wanted = partner.operand(i);
    if (!own != !wanted || (own && own->isWeight() != wanted->isWeight()))
      return std::nullopt;
    if (!own || own->isWeight() || alignment.sourceOf(op, i) == wanted)
      continue;
    if (wrong)
      return std::nullopt;
    wrong = i;
  }
  return wrong;
}

/// The source's value as the target's would hold it: in a shape that is the same but for the order of axes.
std::optional<Samples> Peeler::fed(const Value &value, const Value &wanted, Layout &layout) const {
  const Samples *samples = values.find(&wanted);
  if (!samples || !value.type().isStatic())
    return std::nullopt;
  const AlignedValue *own = alignment.find(&value);
  Samples out;
  for (const Tensor &sample : *samples) {
    const Shape &shape = value.type().shape();
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

std::optional<Samples> Peeler::run(const Op &op, unsigned operand, const Samples &numbers) const {
  Samples out;
  DiagnosticSuppressor suppressor(op.module().diagnostics());
  for (size_t k = 0; k < numbers.size(); ++k) {
    Bindings feeds;
    for (const auto &[argument, aligned] : alignment.arguments)
      feeds[argument] = carried(aligned, values)[k];
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (const AlignedValue *aligned = op.operand(i) ? alignment.find(op.operand(i)) : nullptr)
        feeds[op.operand(i)] = carried(*aligned, values)[k];
    feeds[op.operand(operand)] = numbers[k];
    const Value *fetch = op.result();
    auto results = target.run(feeds, std::span(&fetch, 1));
    if (failed(results))
      return std::nullopt;
    out.push_back(std::move(results->front()));
  }
  return out;
}

bool Peeler::peel(Region &region, Region::Output &output) {
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
  auto operand = isAll ? std::nullopt : wrongOperand(*op, *partner);
  if (!operand)
    return false;
  const Value *value = op->operand(*operand), *wanted = partner->operand(*operand);
  Layout layout;
  auto numbers = fed(*value, *wanted, layout);
  auto results = numbers ? run(*op, *operand, *numbers) : std::nullopt;
  const Samples *expected = values.find(output.source);
  if (!results || !expected || results->size() != expected->size())
    return false;
  double error = layoutError(*expected, *results, output.layout);
  if (!(error <= matchTolerance))
    return false;
  alignment.addPair(
      {op, partner, error, absoluteError(*expected, *results, output.layout), layout.keepsOrder()});
  std::erase(region.targetOps, op);
  std::erase(region.sourceOps, partner);
  if (alignment.find(value)) {
    alignment.substitutions.push_back({op, *operand, wanted});
    if (std::ranges::find(region.inputs, value) == region.inputs.end())
      region.inputs.push_back(value);
  }
  output = {value, wanted, layout};
  return true;
}

} // namespace

void peelRegions(std::vector<Region> &regions, Alignment &alignment, const SourceValues &values,
                 RegionJudge &judge, Executor &target) {
  for (Region &region : regions)
    if (region.state == Region::State::Open) {
      size_t before = region.targetOps.size();
      Peeler(alignment, values, target).run(region);
      if (region.targetOps.size() != before)
        judge.judge(region);
    }
}

} // namespace fixcon

// Two faults with an op between them that is right are one region as long as nobody looks inside, for on the wrong
// numbers of the first that op gives nothing of the source's:
//
//   source: relu  average_pool  gemm %w        target: clip  average_pool  gemm %v
//
// The only op of its kind on both sides, which gives the source's result on what the source's reads, parts the region in
// two, and the walk may begin anew behind it. Where that would leave one side alone in front and the other behind, the
// two have come past each other, and the region stays whole.
//
// Nor need that op be right: a layer with other weights behind another activation is the layer's partner all the same, if
// there is but one on both sides. But what weights can take in, a factor, a sum or an order, may be spelt on the two
// sides of it, so that there the region stays whole, too.
#include "LentRun.h"
#include "Regions.h"
#include "Tolerance.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {
namespace {

bool isIn(const Op *op, const std::vector<const Op *> &ops) {
  return std::ranges::find(ops, op) != ops.end();
}

const Op *onlyOfKind(const std::string &kind, const std::vector<const Op *> &ops) {
  auto is = [&](const Op *op) { return op->name() == kind; };
  auto found = std::ranges::find_if(ops, is);
  return found != ops.end() && std::ranges::none_of(found + 1, ops.end(), is) ? *found : nullptr;
}

void keepNeeded(Region &region) {
  std::vector<const Value *> target, source;
  for (const Region::Output &output : region.outputs) {
    target.push_back(output.target);
    source.push_back(output.source);
  }
  dropUnneeded(region.targetOps, std::move(target));
  dropUnneeded(region.sourceOps, std::move(source));
}

bool shareOps(const Region &a, const Region &b) {
  return std::ranges::any_of(a.targetOps, [&](const Op *op) { return isIn(op, b.targetOps); }) ||
         std::ranges::any_of(a.sourceOps, [&](const Op *op) { return isIn(op, b.sourceOps); });
}

bool hasBoth(const Region &region) {
  return !region.targetOps.empty() && !region.sourceOps.empty();
}

bool hasAny(const Region &region) { return !region.targetOps.empty() || !region.sourceOps.empty(); }

/// What the weights of a layer behind it could hold as well.
bool mayBeTakenIn(const Op *op) {
  const OpDef *def = opDef(*op);
  return !def || def->family() == Family::Movement || def->traits().linear ||
         (hasWeights(*op) && (def->traits().sum || def->traits().product));
}

bool haveWeightsOfOneSize(const Op &op, const Op &partner) {
  return std::ranges::all_of(learnedOperands(op), [&](unsigned i) {
    const Value *weight = partner.operand(i);
    return weight && weight->isWeight() &&
           weight->tensor().size() == op.operand(i)->tensor().size();
  });
}

/// Whether both are one op of the model although they compute otherwise, by weights or as they are configured: there is
/// nothing in front that either could hold as well.
bool isOneThatDiffers(const Op &op, const Op &partner, const Region &front) {
  return opDef(op)->family() == Family::Structured && haveWeightsOfOneSize(op, partner) &&
         (hasWeights(op) || !(op.attrs() == partner.attrs())) &&
         std::ranges::none_of(front.targetOps, mayBeTakenIn) &&
         std::ranges::none_of(front.sourceOps, mayBeTakenIn);
}

/// The partner of an op that parts the region; null if it does not.
const Op *partnerOf(const Op &op, const Region &region, const Alignment &alignment,
                    const SourceValues &values, const LentRun &lent) {
  const OpDef *def = opDef(op);
  const Op *partner = onlyOfKind(op.name(), region.sourceOps);
  if (!def || def->family() == Family::Movement || !partner ||
      onlyOfKind(op.name(), region.targetOps) != &op || !mayBePartners(op, *partner, alignment))
    return nullptr;
  constexpr size_t mostWrong = 4;
  auto outcome = lent.run(op, *partner, mostWrong);
  if (!outcome)
    return nullptr;
  Region front = region, rear = region;
  front.outputs = outcome->ends;
  for (Region *part : {&front, &rear}) {
    std::erase(part->targetOps, &op);
    std::erase(part->sourceOps, partner);
    keepNeeded(*part);
  }
  if (!hasAny(front) || shareOps(front, rear))
    return nullptr;
  bool isRight =
      solveLayout(*values.find(partner->result()), outcome->results, matchTolerance).has_value();
  bool isParted = isRight ? !hasWeights(op) && hasAny(rear) && (hasBoth(front) || hasBoth(rear))
                          : isOneThatDiffers(op, *partner, front);
  return isParted ? partner : nullptr;
}

} // namespace

void findMiddles(const std::vector<Region> &regions, const Alignment &alignment,
                 const SourceValues &values, Executor &target, KnownPartners &known) {
  LentRun lent(alignment, values, target);
  for (const Region &region : regions)
    for (const Op *op :
         region.state == Region::State::Open ? region.targetOps : std::vector<const Op *>())
      if (const Op *partner = partnerOf(*op, region, alignment, values, lent))
        known.emplace(op, partner);
}

} // namespace fixcon

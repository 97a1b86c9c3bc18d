// What reads a wrong value up to the end of a region is not wrong itself: the pool behind another activation, the
// exponential behind a relu that should not be there.
//
//   source: %b = exp %a        target: %r = relu %p    %q = exp %r       (%p is %a)
//
// Neither op has a partner, for %q is no value of the source's. But where both sides end with one kind of op, and the
// target's gives the source's result on what the source's reads, the two are partners, and the region ends in front
// of them. An op may read several wrong values, as a gate reads two halves of one: what is left must then have no
// more ends than the region had.
#include "LentRun.h"
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
      : region(region), alignment(alignment), values(values), lent(alignment, values, target) {}

  /// What is left where every op that is peeled off reads at most so many wrong values; nothing if none is.
  bool run(size_t mostWrong);
  void commit(Region &peeled, Alignment &into);

private:
  using Output = Region::Output;
  bool peel(const Output &output, size_t mostWrong);
  void endAt(const Op &op, unsigned operand, Output output);

  Region region;
  const Alignment &alignment;
  const SourceValues &values;
  LentRun lent;
  std::vector<OpPair> pairs;
  std::vector<Substitution> substitutions;
};

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
      !mayBePartners(*op, *partner, alignment))
    return false;
  // What reads another value than its partner is the fault itself.
  bool isAll = region.targetOps.size() == 1 && region.sourceOps.size() == 1;
  auto outcome = isAll ? std::nullopt : lent.run(*op, *partner, mostWrong);
  if (!outcome)
    return false;
  const Samples &expected = *values.find(output.source);
  double error = layoutError(expected, outcome->results, output.layout);
  if (!(error <= matchTolerance))
    return false;
  pairs.push_back({op, partner, error, absoluteError(expected, outcome->results, output.layout),
                   outcome->keepsLayout()});
  std::erase(region.targetOps, op);
  std::erase(region.sourceOps, partner);
  for (size_t i = 0; i < outcome->ends.size(); ++i)
    endAt(*op, outcome->wrong[i], std::move(outcome->ends[i]));
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

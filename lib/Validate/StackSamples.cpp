// stack-samples: goes on with two samples at a time where one alone hides what a transposition does.
//
//   transpose %x {perm = [1, 0, 2]}      f32[1,6,5] -> f32[6,1,5] moves nothing, f32[2,6,5] -> f32[6,2,5] does
//
// Networks that put the batch behind the sequence, as recurrences do, have such ops; without them, or with others in
// their place, a target computes the same for one sample, and an alignment that goes by numbers takes the wrong order
// for the right one. Where a target cannot be run on two samples, that is found as a fault of its own.
#include "ScratchPair.h"
#include "VariedSamples.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Pairs of axes that an op exchanges, one of which has a single element, or none.
int64_t exchangesOf(const Op &op, bool withOnes) {
  const OpDef *def = opDef(op);
  if (!def || def->traits().permutation.empty() || !op.operand(0))
    return 0;
  const Type &type = op.operand(0)->type();
  Attribute attribute = def->effective(op, def->traits().permutation);
  const auto *perm = attribute.get<Attribute::Ints>();
  if (!perm || !type.isStatic() || perm->size() != type.rank())
    return 0;
  auto isOne = [&](int64_t axis) { return type.shape()[static_cast<size_t>(axis)] == 1; };
  int64_t count = 0;
  for (size_t j = 0; j < perm->size(); ++j)
    for (size_t i = 0; i < j; ++i)
      count += (*perm)[i] > (*perm)[j] && (isOne((*perm)[i]) || isOne((*perm)[j])) == withOnes;
  return count;
}

int64_t exchangesOf(const Graph &executable, bool withOnes) {
  int64_t count = 0;
  for (const auto &op : executable.ops())
    count += exchangesOf(*op, withOnes);
  return count;
}

/// Whether transpositions of either model do more to two samples than to one, and both run on two.
bool showMoreStacked(const ExecutablePair &single, VariedSamples &stacked, Module &module,
                     PassContext &context) {
  ScratchPair pair(*single.source, *single.target, module, context.environment);
  Graph *source = pair.legalize("source", stacked), *target = pair.legalize("target", stacked);
  if (!source || !target)
    return false;
  bool isMore = exchangesOf(*source, false) > exchangesOf(*single.sourceExecutable, false) ||
                exchangesOf(*target, false) > exchangesOf(*single.targetExecutable, false);
  return isMore && pair.runs(*source, stacked) && pair.runs(*target, stacked);
}

void forgetOpenFaults(Module &module) {
  for (const Fault &fault : faultsOf(module))
    if (fault.status == RepairStatus::Open && fault.type != FaultType::PP &&
        fault.type != FaultType::ID)
      eraseFault(module, fault);
}

struct StackSamples : Pass {
  LogicalResult run(Module &module, PassContext &context) override {
    if (std::dynamic_pointer_cast<DerivedSamples>(context.environment.samples))
      return success();
    const auto *pair = context.analyses.get<ExecutablePair>(module, context);
    if (!pair)
      return failure();
    bool mayHide = exchangesOf(*pair->sourceExecutable, true) > 0 ||
                   exchangesOf(*pair->targetExecutable, true) > 0;
    // What is given for an opaque op holds for the samples as they are.
    if (!mayHide || !opaqueOps(*pair->sourceExecutable).empty())
      return success();
    std::vector<Variation> variations = variationsOf(*pair->source, *pair->target);
    auto batch = std::ranges::find(variations, "batch", &Variation::kind);
    if (batch == variations.end())
      return success();
    auto stacked = std::make_shared<VariedSamples>(samplesOf(module, context), *batch,
                                                   VariedSamples::Extent::Each);
    if (showMoreStacked(*pair, *stacked, module, context)) {
      context.environment.samples = std::move(stacked);
      invalidatePair(module, context);
      forgetOpenFaults(module);
    }
    return success();
  }
};

} // namespace

std::unique_ptr<Pass> createStackSamples() { return std::make_unique<StackSamples>(); }

} // namespace fixcon

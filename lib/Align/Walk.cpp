// Ops are visited in topological order. Each is run on what its operands are fed, which is the source's
// numbers as soon as a value is aligned; then the strategies are tried in turn, the strongest evidence
// first. docs/Alignment.md tells the whole of it.
#include "Walk.h"

#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

/// A target argument of another shape is fed the source's tensor under the first layout that fits:
/// channels against pixels before H against W.
LogicalResult Walk::alignArgument(const Value &argument) {
  const Graph &target = *matcher.pair.target;
  auto error = [&]() {
    return target.module().diagnostics().error(target.location())
           << "argument %" << argument.name() << " of the target ";
  };
  const Value *partner = inputs[argument.index()];
  const Samples *values = partner ? matcher.source.find(partner) : nullptr;
  if (!values)
    return error() << "has no partner in the source";
  Shape from = values->front().shape();
  Shape to = argument.type().isStatic() ? argument.type().shape() : from;
  std::optional<Layout> layout = suggestedLayout(from, to);
  if (!layout)
    return error() << "has shape " << str(to)
                   << ", which does not hold the elements of the source's " << str(from);
  Samples fed;
  for (const Tensor &t : *values) {
    Shape shape = argument.type().isStatic() ? to : t.shape();
    if (!isApplicable(*layout, t, shape))
      return error() << "cannot be fed samples of different shapes: " << str(from) << " and "
                     << str(t.shape());
    fed.push_back(applyLayout(t, *layout, shape));
  }
  AlignedValue aligned{partner, *layout};
  for (const Tensor &t : fed)
    aligned.shapes.push_back(t.shape());
  matcher.feeder.set(&argument, std::move(fed));
  matcher.alignment.values[&argument] = matcher.alignment.arguments[&argument] = aligned;
  return success();
}

LogicalResult Walk::alignArguments() {
  for (const auto &argument : matcher.pair.targetNormal->arguments())
    if (failed(alignArgument(*argument)))
      return failure();
  return success();
}

bool Walk::operandsAligned(const Op &op) const {
  return std::ranges::all_of(op.operands(), [&](const Value *v) {
    return !v || v->isWeight() || !isFloat(v->type().dtype()) || matcher.alignment.find(v);
  });
}

/// Whether the op's first result is a tensor of numbers.
static bool givesNumbers(const Op &op) {
  return op.hasResult(0) && op.result()->type().isTensor() &&
         op.result()->type().dtype() != DType::String;
}

using Strategies = std::initializer_list<Strategy *>;
static constexpr Strategies comparing = {carryGrid, carryView, matchReader, matchValue},
                            replacing = {reorderOperand, matchWeights, matchKnown, pairByStructure,
                                         resynchronize},
                            forWholeNumbers = {pairWholeNumbers};

void Walk::visit(const Op &op) {
  if (isOpaque(op)) {
    opaque.pair(op);
    return;
  }
  Visit visit{op, matcher.feeder.run(op, matcher.feeder.operandsOf(op)), operandsAligned(op)};
  for (unsigned i = 0; i < visit.results.size(); ++i)
    if (!visit.results[i].empty())
      matcher.feeder.set(op.result(i), visit.results[i]);
  auto anySucceeds = [&](Strategies strategies) {
    return std::ranges::any_of(strategies, [&](Strategy *s) { return s(matcher, visit); });
  };
  bool isReal = givesNumbers(op) && isFloat(op.result()->type().dtype());
  bool found = givesNumbers(op) && anySucceeds(isReal ? comparing : forWholeNumbers);
  for (unsigned i = 1; i < op.numResults(); ++i)
    matchResult(matcher, visit, i);
  if (!found && isReal)
    anySucceeds(replacing);
  // An op that cannot run on the source's numbers, and has no partner either, goes on with the target's.
  if (visit.results.empty() && op.numResults() && !shadow.cause(op.result()))
    matcher.feeder.restoreOwn(op);
}

FailureOr<Alignment> Walk::run() {
  if (failed(alignArguments()))
    return failure();
  for (const auto &op : matcher.pair.targetNormal->ops()) {
    visit(*op);
    matcher.feeder.release(*op);
  }
  pairLeftovers(matcher);
  return std::move(matcher.alignment);
}

} // namespace fixcon

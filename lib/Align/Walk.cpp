// Ops are visited in topological order. Each is run on what its operands are fed, which is the source's
// numbers as soon as a value is aligned; then the strategies are tried in turn, the strongest evidence
// first. docs/Alignment.md tells the whole of it.
#include "Walk.h"

#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

/// The source's argument of the same name, else the one at the same place.
static const Value *partnerOf(const Value &argument, const Graph &source) {
  Value *partner = source.value(argument.name());
  if ((!partner || !partner->isArgument()) && argument.index() < source.arguments().size())
    partner = source.argument(argument.index());
  return partner && partner->isArgument() ? partner : nullptr;
}

/// A target argument of another shape is fed the source's tensor under the first layout that fits:
/// channels against pixels before H against W.
LogicalResult Walk::alignArgument(const Value &argument) {
  const Graph &target = *matcher.pair.target;
  auto error = [&]() {
    return target.module().diagnostics().error(target.location())
           << "argument %" << argument.name() << " of the target ";
  };
  const Value *partner = partnerOf(argument, *matcher.pair.sourceNormal);
  const Samples *values = partner ? matcher.source.find(partner) : nullptr;
  if (!values)
    return error() << "has no partner in the source";
  Shape from = values->front().shape();
  Shape to = argument.type().isStatic() ? argument.type().shape() : from;
  std::vector<Layout> layouts = candidateLayouts(from, to);
  if (layouts.empty())
    return error() << "has shape " << str(to)
                   << ", which does not hold the elements of the source's " << str(from);
  const Layout &layout = from == to || layouts.size() == 1 ? layouts[0] : layouts[1];
  Samples fed;
  for (const Tensor &t : *values) {
    Shape shape = argument.type().isStatic() ? to : t.shape();
    if (!isApplicable(layout, t, shape))
      return error() << "cannot be fed samples of different shapes: " << str(from) << " and "
                     << str(t.shape());
    fed.push_back(applyLayout(t, layout, shape));
  }
  matcher.feeder.set(&argument, std::move(fed));
  matcher.alignment.values[&argument] =
      matcher.alignment.arguments[&argument] = {partner, layout, 0};
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

/// Whether values of the op's first result can be compared as numbers.
static bool givesFloats(const Op &op, const std::vector<Samples> &results) {
  return op.hasResult(0) && op.result()->type().isTensor() &&
         (results.empty() || (!results[0][0].isString() && isFloat(op.result()->type().dtype())));
}

LogicalResult Walk::visit(const Op &op) {
  Visit visit{op, matcher.feeder.run(op, matcher.feeder.operandsOf(op)), operandsAligned(op)};
  for (unsigned i = 0; i < visit.results.size(); ++i)
    if (!visit.results[i].empty())
      matcher.feeder.set(op.result(i), visit.results[i]);
  if (!givesFloats(op, visit.results))
    return success();
  auto succeeds = [&](Strategy *strategy) { return strategy(matcher, visit); };
  static constexpr std::initializer_list<Strategy *> comparing = {matchReader, matchValue};
  static constexpr std::initializer_list<Strategy *> replacing = {reorderOperand, pairByStructure,
                                                                  resynchronize};
  bool found = std::ranges::any_of(comparing, succeeds);
  for (unsigned i = 1; i < op.numResults(); ++i)
    matchResult(matcher, visit, i);
  if (found || std::ranges::any_of(replacing, succeeds) || matcher.feeder.find(op.result()))
    return success();
  return op.emitError() << "'" << op.name()
                        << "' cannot run on the source's values, and the source "
                        << "has no partner for it";
}

FailureOr<Alignment> Walk::run() {
  if (failed(alignArguments()))
    return failure();
  for (const auto &op : matcher.pair.targetNormal->ops()) {
    if (failed(visit(*op)))
      return failure();
    matcher.feeder.release(*op);
  }
  pairLeftovers(matcher);
  return std::move(matcher.alignment);
}

} // namespace fixcon

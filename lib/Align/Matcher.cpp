// However a partner was found, it is recorded in one way: the value is aligned, its users are fed the
// source's numbers from then on, and the ops become a pair. Feeding the source's numbers is what keeps
// a fault from hiding the ones behind it.
#include "Matcher.h"

namespace fixcon {

Matcher::Matcher(const NormalPair &pair, const SourceValues &source, Executor &targetExecutor)
    : pair(pair), source(source), feeder(targetExecutor, source.samples),
      partners(*pair.sourceNormal, alignment), index(*pair.sourceNormal, source) {}

void Matcher::align(const Value &target, const Value &sourceValue, const Layout &layout,
                    double error) {
  const Samples *values = source.find(&sourceValue), *computed = feeder.find(&target);
  if (values && computed) {
    Samples fed;
    for (size_t k = 0; k < values->size(); ++k) {
      const Shape &shape = (*computed)[k].shape();
      bool applicable = isApplicable(layout, (*values)[k], shape);
      fed.push_back(applicable ? applyLayout((*values)[k], layout, shape) : (*values)[k]);
    }
    feeder.set(&target, std::move(fed));
  }
  alignment.values[&target] = {&sourceValue, layout, error};
}

void Matcher::addPair(const Op &target, const Op &sourceOp, double error, double absoluteError) {
  auto keepsOrder = [&](const Value *v) {
    const AlignedValue *aligned = alignment.find(v);
    return !aligned || aligned->layout.keepsOrder();
  };
  bool same = std::ranges::all_of(target.operands(), keepsOrder) && keepsOrder(target.result());
  alignment.addPair({&target, &sourceOp, error, absoluteError, same});
}

void Matcher::accept(const Op &op, const Op &partner, Samples results, const LayoutMatch &match) {
  double absolute = absoluteError(*source.find(partner.result()), results, match.layout);
  feeder.set(op.result(), std::move(results));
  align(*op.result(), *partner.result(), match.layout, match.error);
  addPair(op, partner, match.error, absolute);
}

bool Matcher::acceptIfEqual(const Op &op, const Op &partner, Samples results) {
  const Samples *wanted = source.find(partner.result());
  auto match = wanted ? solveLayout(*wanted, results, matchTolerance) : std::nullopt;
  if (match)
    accept(op, partner, std::move(results), *match);
  return match.has_value();
}

} // namespace fixcon

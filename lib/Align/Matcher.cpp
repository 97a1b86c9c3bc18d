// However a partner was found, it is recorded in one way: the value is aligned, its users are fed the
// source's numbers from then on, and the ops become a pair. Feeding the source's numbers is what keeps
// a fault from hiding the ones behind it.
#include "Matcher.h"

#include "fixcon/Transforms/Normalize.h"

#include <algorithm>

namespace fixcon {

Matcher::Matcher(const NormalPair &pair, const SourceValues &source, Executor &targetExecutor,
                 const KnownPartners &known)
    : pair(pair), source(source), known(known), feeder(targetExecutor, source.samples),
      partners(*pair.sourceNormal, alignment), index(*pair.sourceNormal, source),
      sourceShadow(*pair.sourceNormal) {
  const Graph *executable = pair.target->module().derived(*pair.target, GraphKind::Executable);
  isQuantized = executable && fixcon::isQuantized(*executable);
}

void Matcher::align(const Value &target, const Value &sourceValue, const LayoutMatch &match) {
  AlignedValue aligned{&sourceValue, match.layout, match.error};
  const Samples *values = source.find(&sourceValue), *computed = feeder.find(&target);
  for (size_t k = 0; values && computed && k < values->size(); ++k) {
    const Shape &shape = (*computed)[k].shape();
    bool applicable = isApplicable(match.layout, (*values)[k], shape);
    aligned.shapes.push_back(applicable ? shape : (*values)[k].shape());
    if (!applicable && !match.layout.keepsOrder())
      aligned.layout = identityLayout((*values)[k].shape());
  }
  if (!aligned.shapes.empty())
    feeder.set(&target, carried(aligned, source));
  alignment.values[&target] = std::move(aligned);
}

void Matcher::replace(const Value &target, const Value &sourceValue, const LayoutMatch &match) {
  align(target, sourceValue, match);
  alignment.values[&target].replaced = true;
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
  align(*op.result(), *partner.result(), match);
  addPair(op, partner, match.error, absolute);
}

} // namespace fixcon

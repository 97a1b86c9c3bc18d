// The fourth strategy: no number fits, but the op reads what a source op of the same kind reads. It is
// the place of a fault, and the walk goes on with the source's values:
//
//   source: %b = conv %a, %w        target: %q = conv %p, %v     (%p is %a, %v is not %w)
#include "Matcher.h"

namespace fixcon {

/// How a result of the same size that holds other numbers may lie: as it stands if the shapes are
/// equal, else in the first order of axes that gives its shape.
static Layout likelyLayout(const Shape &source, const Shape &target) {
  if (source != target)
    for (const Layout &layout : candidateLayouts(source, target))
      if (!layout.keepsOrder())
        return layout;
  return identityLayout(source);
}

bool pairByStructure(Matcher &matcher, const Visit &visit) {
  const Op &op = visit.op;
  auto candidates = visit.operandsAligned ? matcher.partners.readersOfSameOperands(op)
                                          : std::vector<const Op *>();
  if (candidates.empty())
    return false;
  const Op &partner = *candidates.front();
  const Samples *values = matcher.source.find(partner.result());
  Samples results = visit.results.empty() ? Samples() : visit.results[0];
  auto equallyMany = [](const Tensor &a, const Tensor &b) { return a.size() == b.size(); };
  if (values && std::ranges::equal(*values, results, equallyMany)) {
    Layout layout = likelyLayout(values->front().shape(), results[0].shape());
    double error = layoutError(*values, results, layout);
    matcher.accept(op, partner, std::move(results), {layout, error});
    return true;
  }
  if (values) {
    // Another shape: what follows gets the source's value as it is.
    matcher.feeder.set(op.result(), *values);
    matcher.align(*op.result(), *partner.result(), identityLayout(values->front().shape()),
                  infinite);
  }
  matcher.addPair(op, partner, infinite, infinite);
  return true;
}

} // namespace fixcon

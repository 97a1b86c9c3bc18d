// An opaque op is paired with one of its name on the strongest evidence that there is:
//
//   what it reads      every operand is the partner's, or comes from the partner of what makes it
//   what it is called  its result has the same name in both files
//   what is left       it is the only one of its name that has no partner yet, on either side
//
// Several of one name that nothing tells apart stay without partners: an attribute that was taken over from
// the wrong one would do harm. The distance of a pair is not known (NaN).
#include "OpaquePairer.h"

#include <algorithm>
#include <limits>

namespace fixcon {

OpaquePairer::OpaquePairer(Matcher &matcher) : matcher(matcher) {
  for (const Op *op : opaqueOps(*matcher.pair.sourceNormal))
    if (op->hasResult(0))
      sourceOps[op->name()].push_back(op);
  for (const Op *op : opaqueOps(*matcher.pair.targetNormal))
    if (op->hasResult(0))
      ++targetsLeft[op->name()];
}

bool OpaquePairer::readsSame(const Value *target, const Value *source) const {
  if (!target || !source)
    return !target && !source;
  if (target->isWeight() || source->isWeight())
    return target->isWeight() && source->isWeight();
  if (const AlignedValue *aligned = matcher.alignment.find(target)) {
    if (aligned->source == source)
      return true;
    const Samples *a = matcher.source.find(aligned->source), *b = matcher.source.find(source);
    return a && b && a->front().size() == b->front().size() && solveLayout(*a, *b, 0);
  }
  const Op *maker = target->definingOp();
  const OpPair *makers = maker ? matcher.alignment.pairOf(maker) : nullptr;
  return makers && makers->source == source->definingOp() && target->index() == source->index();
}

bool OpaquePairer::readsSameOperands(const Op &op, const Op &candidate) const {
  bool readsAny = false;
  for (unsigned i = 0; i < std::max(op.numOperands(), candidate.numOperands()); ++i) {
    if (!readsSame(op.operand(i), candidate.operand(i)))
      return false;
    readsAny |= op.operand(i) && !op.operand(i)->isWeight();
  }
  return readsAny;
}

std::vector<const Op *> OpaquePairer::unpaired(const Op &op) const {
  std::vector<const Op *> ops;
  if (auto found = sourceOps.find(op.name()); found != sourceOps.end())
    std::ranges::copy_if(found->second, std::back_inserter(ops), [&](const Op *candidate) {
      return !matcher.alignment.isPaired(candidate);
    });
  return ops;
}

const Op *OpaquePairer::partnerOf(const Op &op) const {
  std::vector<const Op *> candidates = unpaired(op), readers;
  std::ranges::copy_if(candidates, std::back_inserter(readers),
                       [&](const Op *candidate) { return readsSameOperands(op, *candidate); });
  for (const Op *reader : readers)
    if (reader->attrs() == op.attrs())
      return reader;
  if (!readers.empty())
    return readers.front();
  for (const Op *candidate : candidates)
    if (candidate->result()->name() == op.result()->name())
      return candidate;
  return candidates.size() == 1 && targetsLeft.at(op.name()) == 1 ? candidates.front() : nullptr;
}

/// In the target's layout, where the file says that its shape is another.
void OpaquePairer::feed(const Value &target, const Value &source) {
  const Samples *given = matcher.source.find(&source);
  if (!given)
    return;
  Shape from = given->front().shape();
  bool oneShape = std::ranges::all_of(*given, [&](const Tensor &t) { return t.shape() == from; });
  bool isRelaid = oneShape && target.type().isStatic() && target.type().shape() != from;
  std::optional<Layout> layout =
      isRelaid ? suggestedLayout(from, target.type().shape()) : std::nullopt;
  AlignedValue aligned{&source, layout.value_or(identityLayout(from))};
  for (const Tensor &tensor : *given)
    aligned.shapes.push_back(layout ? target.type().shape() : tensor.shape());
  matcher.feeder.set(&target, carried(aligned, matcher.source));
  matcher.alignment.values[&target] = std::move(aligned);
}

void OpaquePairer::pair(const Op &op) {
  if (!op.hasResult(0))
    return;
  const Op *partner = partnerOf(op);
  if (!partner)
    return;
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  for (unsigned i = 0; i < std::min(op.numResults(), partner->numResults()); ++i)
    if (op.hasResult(i) && partner->hasResult(i))
      feed(*op.result(i), *partner->result(i));
  matcher.addPair(op, *partner, unknown, unknown);
  --targetsLeft[op.name()];
}

} // namespace fixcon

// A cut stands wherever the walk had to put the source's numbers in place of the target's, wherever a
// value was recognised although the op that makes it does not read what its partner reads, and at
// outputs that are not the source's. Between such places the two graphs correspond op by op.
#include "Cuts.h"

#include "fixcon/Ops/Opaque.h"

#include <algorithm>

namespace fixcon {
namespace {

class CutFinder {
public:
  CutFinder(const NormalPair &pair, const SourceValues &values, const Alignment &alignment)
      : pair(pair), values(values), alignment(alignment), sourceShadow(*pair.sourceNormal),
        targetShadow(*pair.targetNormal) {}

  std::vector<Cut> find();

private:
  bool corresponds(const Op &target) const;
  void addResults(const Op &op);
  void addOpaque(const Op &op);
  void addOutputs();
  void addWanted(const Value *value, const Value *wanted);
  void add(Cut cut);
  bool holdSameElements(const Value *a, const Value *b) const;
  bool readsSameOperands(const OpPair &ops) const;

  const NormalPair &pair;
  const SourceValues &values;
  const Alignment &alignment;
  OpaqueShadow sourceShadow, targetShadow; ///< whatever is given
  std::vector<Cut> cuts;
};

/// Movement keeps elements, so that several source values may be one value of the target.
bool CutFinder::holdSameElements(const Value *a, const Value *b) const {
  if (a == b)
    return true;
  const Samples *x = values.find(a), *y = values.find(b);
  return x && y && x->front().size() == y->front().size() && solveLayout(*x, *y, 0);
}

bool CutFinder::readsSameOperands(const OpPair &ops) const {
  for (unsigned i = 0; i < ops.target->numOperands(); ++i) {
    const Value *v = ops.target->operand(i), *wanted = ops.source->operand(i);
    if (!v || v->isWeight())
      continue;
    const Value *source = alignment.sourceOf(*ops.target, i);
    // Sizes and indices that the target computes for itself have no partners.
    if (!source && !isFloat(v->type().dtype()))
      continue;
    if (!source || !wanted || !holdSameElements(source, wanted))
      return false;
  }
  return true;
}

/// Whether operands and result of the op are its partner's, one to one, by what the op itself computes.
bool CutFinder::corresponds(const Op &target) const {
  const OpPair *ops = alignment.pairOf(&target);
  const AlignedValue *result = ops ? alignment.find(target.result()) : nullptr;
  return result && !result->replaced && readsSameOperands(*ops);
}

void CutFinder::add(Cut cut) {
  bool known = std::ranges::any_of(
      cuts, [&](const Cut &c) { return c.target == cut.target && c.source == cut.source; });
  if (!known)
    cuts.push_back(std::move(cut));
}

void CutFinder::addResults(const Op &op) {
  bool settled = corresponds(op);
  for (unsigned i = 0; i < op.numResults(); ++i) {
    const AlignedValue *aligned = op.hasResult(i) ? alignment.find(op.result(i)) : nullptr;
    if (aligned && (aligned->replaced || !settled))
      add({op.result(i), aligned->source, aligned->layout, false});
  }
}

void CutFinder::addOutputs() {
  unsigned count = std::min(pair.targetNormal->numOutputs(), pair.sourceNormal->numOutputs());
  for (unsigned i = 0; i < count; ++i)
    addWanted(pair.targetNormal->output(i), pair.sourceNormal->output(i));
}

/// Where the target's value should be the source's `wanted` and is not. Behind opaque ops nobody can tell.
void CutFinder::addWanted(const Value *value, const Value *wanted) {
  const AlignedValue *aligned = alignment.find(value);
  bool isHidden = (!aligned && targetShadow.cause(value)) ||
                  (!values.find(wanted) && sourceShadow.cause(wanted));
  if (!value->isWeight() && !wanted->isWeight() && !isHidden &&
      !(aligned && holdSameElements(aligned->source, wanted)))
    add({value, wanted, {}, aligned != nullptr});
}

/// What goes into an opaque op is compared as outputs are.
void CutFinder::addOpaque(const Op &op) {
  const OpPair *ops = alignment.pairOf(&op);
  for (unsigned i = 0; ops && i < std::min(op.numOperands(), ops->source->numOperands()); ++i)
    if (op.operand(i) && ops->source->operand(i))
      addWanted(op.operand(i), ops->source->operand(i));
}

std::vector<Cut> CutFinder::find() {
  for (const auto &op : pair.targetNormal->ops()) {
    for (unsigned i = 0; i < op->numOperands(); ++i)
      if (const Value *source = alignment.substituteFor(*op, i))
        add({op->operand(i), source, {}, true});
    if (isOpaque(*op))
      addOpaque(*op);
    else
      addResults(*op);
  }
  addOutputs();
  return std::move(cuts);
}

} // namespace

std::vector<Cut> findCuts(const NormalPair &pair, const SourceValues &values,
                          const Alignment &alignment) {
  return CutFinder(pair, values, alignment).find();
}

} // namespace fixcon

// Folding in another order moves weights by rounding, and a cancelling bias by more: the op's result tells
// that apart, and random operands tell a difference of spelling from one that the data hides.
#include "LearnedDifference.h"

#include "NoiseFloor.h"
#include "OrderInWords.h"
#include "RandomOperands.h"
#include "Witness.h"
#include "fixcon/Align/OpaquePairs.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Localize/Quantization.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Operands that both sides have learned, and biases that one of them has.
std::vector<unsigned> learnedOperands(const OpPair &pair) {
  std::vector<unsigned> both = learnedOperands(*pair.target);
  for (unsigned i : learnedOperands(*pair.source))
    if (!pair.target->operand(i))
      both.push_back(i);
  std::erase_if(both, [&](unsigned i) {
    const Value *sourceOperand = pair.source->operand(i);
    if (sourceOperand && pair.target->operand(i))
      return !sourceOperand->isWeight();
    return opDef(*pair.target)->operandDef(i)->role != Role::Bias;
  });
  return both;
}

/// The elements of an operand; a bias that is absent is zero, in the form that the other side has.
Tensor elementsOf(const Value *operand, const Value *other) {
  return operand ? operand->tensor() : Tensor(DType::F64, other->tensor().shape());
}

std::optional<LearnedDifference> differenceOf(const OpPair &pair, const Graph &faithful) {
  LearnedDifference d{&pair, {}, {}, 0};
  for (unsigned i : learnedOperands(pair)) {
    const Value *sourceOperand = pair.source->operand(i), *targetOperand = pair.target->operand(i);
    Tensor s = elementsOf(sourceOperand, targetOperand),
           t = elementsOf(targetOperand, sourceOperand);
    if (s.size() != t.size() || s.isString())
      continue; // another structure, which is not a difference of weights
    if (isSourceCoarser(s, t))
      continue;
    WeightDifference w = targetOperand && heldIntegers(*targetOperand, faithful)
                             ? compareQuantized(s, t)
                             : compareWeights(s, t);
    if (w.kind == WeightClass::Equal)
      continue;
    if (!targetOperand)
      w.kind = WeightClass::Absent;
    if (w.kind == WeightClass::Permuted)
      w.detail = orderInWords(s, t, *pair.target);
    d.operands.push_back(i);
    if (saysMore(w, d.worst))
      d.worst = w;
  }
  if (d.operands.empty())
    return std::nullopt;
  return d;
}

double relative(const LearnedDifference &d) {
  double largest = 0;
  for (unsigned i : d.operands)
    if (const Value *sourceOperand = d.pair->source->operand(i))
      largest = std::max(largest, maxMagnitude(sourceOperand->tensor()));
  return largest > 0 ? d.worst.maxAbs / largest : d.worst.maxAbs;
}

/// Whether positions that the data brings decide which elements are read: others read others.
bool isTable(const OpPair &pair) {
  const OpDef *def = opDef(*pair.target);
  for (unsigned i = 0; def && i < pair.target->numOperands(); ++i)
    if (const OperandDef *operand = def->operandDef(i); operand && operand->role == Role::Index &&
                                                        pair.target->operand(i) &&
                                                        !pair.target->operand(i)->isWeight())
      return true;
  return false;
}

bool isFault(const LearnedDifference &d, const AlignedPair &aligned) {
  constexpr double visible = 1e-4;
  bool within = d.pair->absoluteError <= d.floor;
  // Whether the weights alone move the result: its error may come from something else.
  auto explains = [&] {
    return errorOfWeights(*d.pair, aligned.values).value_or(d.pair->absoluteError) > d.floor;
  };
  if (relative(d) < visible && (within || !explains()))
    return false;
  return isTable(*d.pair) || !(within && agreeOnRandomOperands(*d.pair, aligned));
}

std::optional<LearnedDifference> faultOf(const OpPair &pair, const AlignedPair &aligned) {
  auto d = differenceOf(pair, *aligned.pair.target);
  if (!d)
    return std::nullopt;
  d->floor = noiseFloor(pair, aligned.values);
  return isFault(*d, aligned) ? d : std::nullopt;
}

} // namespace

std::vector<LearnedDifference> learnedDifferences(const AlignedPair &aligned, Module &module,
                                                  PassContext &context) {
  std::vector<LearnedDifference> out;
  std::vector<const OpPair *> latent;
  for (const OpPair &p : aligned.alignment.ops())
    if (p.target->name() == p.source->name() && isComparable(p, aligned.pair) &&
        !aligned.alignment.isInClosedRegion(p.target))
      if (auto d = faultOf(p, aligned)) {
        if (p.absoluteError <= d->floor)
          latent.push_back(&p);
        out.push_back(std::move(*d));
      }
  auto hidden = withoutWitness(std::move(latent), aligned, module, context);
  std::erase_if(out, [&](const LearnedDifference &d) { return hidden.contains(d.pair->target); });
  return out;
}

} // namespace fixcon

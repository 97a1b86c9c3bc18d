// What reads a wrong value is told from what is wrong itself: the op goes with the source's numbers in the order that the
// target has them, and the caller compares what comes out.
#include "LentRun.h"

#include <algorithm>

namespace fixcon {

namespace {

/// Values that are no real numbers are not aligned by what they hold: such as places in an order. But what is made
/// alike of what is the same is the same.
bool isMadeAlike(const Value *own, const Value *wanted, const Alignment &alignment,
                 unsigned steps) {
  if (!own || !wanted || own->isWeight() || wanted->isWeight())
    return own && wanted
               ? own->isWeight() && wanted->isWeight() && own->tensor().identical(wanted->tensor())
               : own == wanted;
  const AlignedValue *aligned = alignment.find(own);
  if (aligned && aligned->source == wanted && aligned->layout.keepsOrder())
    return true;
  const Op *op = own->definingOp(), *partner = wanted->definingOp();
  if (!op || !partner || steps == 0 || op->name() != partner->name() || op->numRegions() > 0 ||
      own->index() != wanted->index() || !(op->attrs() == partner->attrs()) ||
      op->numOperands() != partner->numOperands())
    return false;
  for (unsigned i = 0; i < op->numOperands(); ++i)
    if (!isMadeAlike(op->operand(i), partner->operand(i), alignment, steps - 1))
      return false;
  return true;
}

} // namespace

bool LentRun::isRight(const Op &op, unsigned operand, const Value &wanted) const {
  constexpr unsigned mostSteps = 8;
  const Value &own = *op.operand(operand);
  return alignment.sourceOf(op, operand) == &wanted ||
         (own.type().isTensor() && !isFloat(own.type().dtype()) &&
          isMadeAlike(&own, &wanted, alignment, mostSteps));
}

/// The operands that are not the partner's; nothing if the two ops do not read alike.
std::optional<std::vector<unsigned>> LentRun::wrongOperands(const Op &op, const Op &partner) const {
  std::vector<unsigned> wrong;
  if (op.name() != partner.name() || op.numOperands() != partner.numOperands())
    return std::nullopt;
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    const Value *own = op.operand(i), *wanted = partner.operand(i);
    if (!own != !wanted || (own && own->isWeight() != wanted->isWeight()))
      return std::nullopt;
    if (own && !own->isWeight() && !isRight(op, i, *wanted))
      wrong.push_back(i);
  }
  return wrong;
}

/// The shape that the target gives a value. Where it has another number of elements, or nobody knows, a difference in
/// front has made it so, and it is as the source's.
static Shape shapeOf(const Value &value, const Tensor &wanted) {
  const Type &type = value.type();
  bool isOwn = type.isStatic() && elementCount(type.shape()) == wanted.size();
  return isOwn ? type.shape() : wanted.shape();
}

/// The source's value as the target's would hold it: in a shape that is the same but for the order of axes.
std::optional<Samples> LentRun::fed(const Value &value, const Value &wanted, Layout &layout) const {
  const Samples *samples = values.find(&wanted);
  if (!samples)
    return std::nullopt;
  const AlignedValue *own = alignment.find(&value);
  Samples out;
  for (const Tensor &sample : *samples) {
    Shape shape = shapeOf(value, sample);
    bool isAsOwn = own && isApplicable(own->layout, sample, shape) && !own->layout.keepsOrder();
    if (isAsOwn)
      layout = own->layout;
    else if (shape == sample.shape())
      layout = identityLayout(shape);
    else
      return std::nullopt;
    out.push_back(applyLayout(sample, layout, shape));
  }
  return out;
}

/// The op on the source's values, with these numbers for some of its operands.
std::optional<Samples> LentRun::runOn(const Op &op, const std::vector<unsigned> &operands,
                                      const std::vector<Samples> &numbers) const {
  Samples out;
  DiagnosticSuppressor suppressor(op.module().diagnostics());
  for (size_t k = 0; k < values.samples; ++k) {
    Bindings feeds;
    for (const auto &[argument, aligned] : alignment.arguments)
      feeds[argument] = carried(aligned, values)[k];
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (const AlignedValue *aligned = op.operand(i) ? alignment.find(op.operand(i)) : nullptr)
        feeds[op.operand(i)] = carried(*aligned, values)[k];
    for (size_t i = 0; i < operands.size(); ++i)
      feeds[op.operand(operands[i])] = numbers[i][k];
    const Value *fetch = op.result();
    auto results = target.run(feeds, std::span(&fetch, 1));
    if (failed(results))
      return std::nullopt;
    out.push_back(std::move(results->front()));
  }
  return out;
}

bool LentRun::Outcome::keepsLayout() const {
  return std::ranges::all_of(ends,
                             [](const Region::Output &end) { return end.layout.keepsOrder(); });
}

std::optional<LentRun::Outcome> LentRun::run(const Op &op, const Op &partner,
                                             size_t mostWrong) const {
  auto wrong = wrongOperands(op, partner);
  if (!wrong || wrong->empty() || wrong->size() > mostWrong)
    return std::nullopt;
  Outcome outcome{std::move(*wrong), {}, {}};
  std::vector<Samples> numbers;
  for (unsigned i : outcome.wrong) {
    Layout layout;
    auto samples = fed(*op.operand(i), *partner.operand(i), layout);
    if (!samples)
      return std::nullopt;
    numbers.push_back(std::move(*samples));
    outcome.ends.push_back({op.operand(i), partner.operand(i), layout});
  }
  auto results = runOn(op, outcome.wrong, numbers);
  const Samples *expected = values.find(partner.result());
  if (!results || !expected || results->size() != expected->size())
    return std::nullopt;
  outcome.results = std::move(*results);
  return outcome;
}

bool mayBePartners(const Op &op, const Op &partner, const Alignment &alignment) {
  return op.numResults() == 1 && partner.numResults() == 1 && !alignment.pairOf(&op) &&
         !alignment.isPaired(&partner) && op.numRegions() == 0 &&
         isFloat(op.result()->type().dtype());
}

/// What the ends are made of; what only the ops that are gone read is no part of it.
void dropUnneeded(std::vector<const Op *> &ops, std::vector<const Value *> needed) {
  std::vector<const Op *> kept;
  while (!needed.empty()) {
    const Op *op = needed.back()->definingOp();
    needed.pop_back();
    if (!op || std::ranges::find(ops, op) == ops.end() || std::ranges::find(kept, op) != kept.end())
      continue;
    kept.push_back(op);
    for (const Value *operand : op->operands())
      if (operand)
        needed.push_back(operand);
  }
  std::erase_if(ops, [&](const Op *op) { return std::ranges::find(kept, op) == kept.end(); });
}

} // namespace fixcon

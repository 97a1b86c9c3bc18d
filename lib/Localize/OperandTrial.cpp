// The source's op reads the operands as they are, the target's in the order and shape in which the alignment has
// found them, so that a convolution of transposed pictures by a transposed kernel is the convolution.
#include "OperandTrial.h"

#include "NoiseFloor.h"
#include "fixcon/Exec/Executor.h"

#include <algorithm>

namespace fixcon {
namespace {

/// How an op of the target holds a value of the source.
struct Held {
  Layout layout;
  std::optional<Shape> shape; ///< nothing: the source's
};

class Trial {
public:
  Trial(const OpPair &pair, const SourceValues &operands, const AlignedPair &aligned)
      : pair(pair), operands(operands), aligned(aligned) {}

  std::optional<std::vector<Tensor>> runSource() const { return run(*pair.source, false); }
  std::optional<std::vector<Tensor>> runTarget() const { return run(*pair.target, true); }
  /// Of the results at one place.
  std::optional<Layout> layoutOf(unsigned result) const;

private:
  std::optional<Held> heldAs(const Value &target, const Value &source) const;
  std::optional<Tensor> operand(const Op &op, unsigned i, bool isTarget) const;
  std::optional<std::vector<Tensor>> run(const Op &op, bool isTarget) const;

  const OpPair &pair;
  const SourceValues &operands;
  const AlignedPair &aligned;
};

/// Several source values may have the elements of the aligned one: the data tells how they lie.
std::optional<Held> Trial::heldAs(const Value &target, const Value &source) const {
  const AlignedValue *value = aligned.alignment.find(&target);
  if (!value || value->shapes.empty())
    return Held{};
  Held held{value->layout, value->shapes.front()};
  const Samples *read = aligned.values.find(&source);
  if (value->source != &source && !value->layout.keepsOrder()) {
    auto match = read ? solveLayout(*read, carried(*value, aligned.values), 0) : std::nullopt;
    if (!match)
      return std::nullopt;
    held.layout = match->layout;
  }
  return held;
}

std::optional<Tensor> Trial::operand(const Op &op, unsigned i, bool isTarget) const {
  const Value *v = op.operand(i), *read = pair.source->operand(i);
  if (v->isWeight())
    return v->tensor();
  const Samples *given = read ? operands.find(read) : nullptr;
  if (!given)
    return std::nullopt;
  const Tensor &t = given->front();
  if (!isTarget)
    return t;
  bool isOwn = !aligned.alignment.substituteFor(op, i);
  auto held = isOwn ? heldAs(*v, *read) : Held{};
  if (!held)
    return std::nullopt;
  Shape shape = held->shape ? *held->shape : v->type().isStatic() ? v->type().shape() : t.shape();
  return isApplicable(held->layout, t, shape) ? applyLayout(t, held->layout, shape) : t;
}

std::optional<std::vector<Tensor>> Trial::run(const Op &op, bool isTarget) const {
  std::vector<Tensor> fed(op.numOperands());
  std::vector<const Tensor *> given(op.numOperands(), nullptr);
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    if (!op.operand(i))
      continue;
    auto t = operand(op, i, isTarget);
    if (!t)
      return std::nullopt;
    fed[i] = std::move(*t);
    given[i] = &fed[i];
  }
  DiagnosticSuppressor suppressor(op.module().diagnostics());
  auto results = evaluateOp(op, given, {});
  return succeeded(results) ? std::optional(std::move(*results)) : std::nullopt;
}

std::optional<Layout> Trial::layoutOf(unsigned result) const {
  if (!pair.source->hasResult(result) || !pair.target->hasResult(result))
    return Layout{};
  auto held = heldAs(*pair.target->result(result), *pair.source->result(result));
  return held ? std::optional(held->layout) : std::nullopt;
}

bool isUsed(const Op &op, unsigned result) {
  return op.hasResult(result) && op.result(result)->hasUses();
}

} // namespace

bool agreeOnOperands(const OpPair &pair, const SourceValues &operands, const AlignedPair &aligned) {
  Trial trial(pair, operands, aligned);
  auto source = trial.runSource();
  auto target = source ? trial.runTarget() : std::nullopt;
  if (!target)
    return false;
  SourceValues values;
  for (const Value *v : pair.source->operands())
    if (const Samples *samples = v ? operands.find(v) : nullptr)
      values.values[v] = *samples;
  values.values[pair.source->result()] = {source->front()};
  double floor = noiseFloor(pair, values);
  auto isNear = [&](unsigned i) {
    auto layout = trial.layoutOf(i);
    return layout && i < target->size() &&
           absoluteError(std::span(&(*source)[i], 1), std::span(&(*target)[i], 1), *layout) <=
               floor;
  };
  for (unsigned i = 0; i < source->size(); ++i)
    if ((isUsed(*pair.source, i) || isUsed(*pair.target, i)) && !isNear(i))
      return false;
  return true;
}

bool differInDtype(const OpPair &pair) {
  const Type &source = pair.source->result()->type(), &target = pair.target->result()->type();
  return source.isTensor() && target.isTensor() && source.dtype() != target.dtype();
}

} // namespace fixcon

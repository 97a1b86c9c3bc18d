// A running error analysis of one linear op: the op itself, run on the absolute values of its operands, gives
// the sum S of the absolute terms at each output, and rounded parameters move that output by a few u S.
#include "NoiseFloor.h"

#include "fixcon/Exec/Executor.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

constexpr double u = unitRoundoff;

Tensor absolute(const Tensor &t) {
  Tensor out = t.converted(DType::F64);
  for (double &v : out.mutableData<double>())
    v = std::fabs(v);
  return out;
}

/// What the source's op reads in the first sample; empty tensors for absent operands. Nothing where a
/// value was not kept.
std::optional<std::vector<Tensor>> operandsOf(const Op &op, const SourceValues &values) {
  std::vector<Tensor> operands(op.numOperands());
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    const Value *v = op.operand(i);
    if (!v)
      continue;
    const std::vector<Tensor> *samples = v->isWeight() ? nullptr : values.find(v);
    if (!v->isWeight() && !samples)
      return std::nullopt;
    operands[i] = samples ? samples->front() : v->tensor();
  }
  return operands;
}

std::optional<Tensor> resultOf(const Op &op, const std::vector<Tensor> &operands) {
  std::vector<const Tensor *> given;
  for (unsigned i = 0; i < op.numOperands(); ++i)
    given.push_back(op.operand(i) ? &operands[i] : nullptr);
  auto results = evaluateOp(op, given, {});
  return succeeded(results) ? std::optional(std::move(results->front())) : std::nullopt;
}

} // namespace

double noiseFloor(const OpPair &pair, const SourceValues &values) {
  const Op &op = *pair.source;
  const std::vector<Tensor> *results = values.find(op.result());
  double floor = results && !results->empty() ? 32 * u * maxMagnitude(results->front()) : 0;
  const OpDef *def = opDef(op);
  auto operands = def && def->traits().linear ? operandsOf(op, values) : std::nullopt;
  if (!operands)
    return floor;
  // All absolute; biases count once more by their largest.
  double bias = 0;
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    if (!op.operand(i))
      continue;
    Tensor &t = (*operands)[i];
    if (def->traits().linear->bias == i)
      bias = std::max(bias, maxMagnitude(t));
    if (isFloat(op.operand(i)->type().dtype()))
      t = absolute(t);
  }
  auto sum = resultOf(op, *operands);
  return sum ? std::max(floor, 8 * u * (maxMagnitude(*sum) + bias)) : floor;
}

std::optional<double> errorOfWeights(const OpPair &pair, const SourceValues &values) {
  const Op &op = *pair.source;
  const std::vector<Tensor> *results = values.find(op.result());
  auto operands = operandsOf(op, values);
  if (isOpaque(op) || !operands || !results)
    return std::nullopt;
  for (unsigned i : learnedOperands(*pair.target)) {
    const Tensor &targetOperand = pair.target->operand(i)->tensor();
    if (!op.operand(i) || !op.operand(i)->isWeight() ||
        (*operands)[i].size() != targetOperand.size())
      return std::nullopt;
    (*operands)[i] = targetOperand.reshaped((*operands)[i].shape());
  }
  auto changed = resultOf(op, *operands);
  if (!changed || changed->shape() != results->front().shape())
    return std::nullopt;
  return absoluteError(std::span(&results->front(), 1), std::span(&*changed, 1),
                       identityLayout(changed->shape()));
}

} // namespace fixcon

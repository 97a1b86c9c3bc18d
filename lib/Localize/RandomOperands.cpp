// Data may hide a difference, larger random numbers do not: letters of an einsum, a momentum that nobody
// uses, a bias moved from one operand to another leave the results as they are, a bound of a clip does not.
#include "RandomOperands.h"

#include "NoiseFloor.h"
#include "fixcon/Align/RandomLike.h"
#include "fixcon/Exec/Executor.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Values of what the source's op reads: random where they are real numbers.
std::optional<SourceValues> drawOperands(const Op &op, const SourceValues &values, double factor) {
  SourceValues drawn;
  drawn.samples = 1;
  Random random(1);
  for (const Value *v : op.operands()) {
    if (!v || v->isWeight() || drawn.find(v))
      continue;
    const Samples *data = values.find(v);
    if (!data)
      return std::nullopt;
    drawn.values[v] = {randomLike(data->front(), factor, random)};
  }
  return drawn;
}

/// Results of `op` where `partner` reads `values`; the op's operands have the partner's elements in
/// their order, perhaps under another shape.
std::optional<std::vector<Tensor>> resultsOf(const Op &op, const Op &partner,
                                             const SourceValues &values) {
  std::vector<Tensor> held(op.numOperands());
  std::vector<const Tensor *> operands(op.numOperands(), nullptr);
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    const Value *v = op.operand(i), *read = partner.operand(i);
    if (!v)
      continue;
    const Samples *given = read && !v->isWeight() ? values.find(read) : nullptr;
    if (!v->isWeight() && !given)
      return std::nullopt;
    held[i] = given ? given->front() : v->tensor();
    if (given && v->type().isStatic() && elementCount(v->type().shape()) == held[i].size())
      held[i] = held[i].reshaped(v->type().shape());
    operands[i] = &held[i];
  }
  DiagnosticSuppressor suppressor(op.module().diagnostics());
  auto results = evaluateOp(op, operands, {});
  return succeeded(results) ? std::optional(std::move(*results)) : std::nullopt;
}

bool isUsed(const Op &op, unsigned result) {
  return op.hasResult(result) && op.result(result)->hasUses();
}

bool agree(const OpPair &pair, const SourceValues &values, double factor) {
  auto drawn = drawOperands(*pair.source, values, factor);
  auto source = drawn ? resultsOf(*pair.source, *pair.source, *drawn) : std::nullopt;
  auto target = source ? resultsOf(*pair.target, *pair.source, *drawn) : std::nullopt;
  if (!target)
    return false;
  drawn->values[pair.source->result()] = {source->front()};
  double floor = noiseFloor(pair, *drawn);
  auto isNear = [&](size_t i) {
    return i < target->size() &&
           absoluteError(std::span(&(*source)[i], 1), std::span(&(*target)[i], 1), {}) <= floor;
  };
  for (unsigned i = 0; i < source->size(); ++i)
    if ((isUsed(*pair.source, i) || isUsed(*pair.target, i)) && !isNear(i))
      return false;
  return true;
}

} // namespace

bool agreeOnRandomOperands(const OpPair &pair, const SourceValues &values) {
  // Everything runs in f64 here, which does not show to what a dtype rounds.
  const Type &source = pair.source->result()->type(), &target = pair.target->result()->type();
  if (source.isTensor() && target.isTensor() && source.dtype() != target.dtype())
    return false;
  return std::ranges::all_of(randomFactors,
                             [&](double factor) { return agree(pair, values, factor); });
}

} // namespace fixcon

#include "NoiseFloor.h"

#include "fixcon/Exec/Executor.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

constexpr double u = 0x1p-24;

Tensor absolute(const Tensor &t) {
  Tensor out = t.converted(DType::F64);
  for (double &v : out.mutableData<double>())
    v = std::fabs(v);
  return out;
}

double largest(const Tensor &t) {
  double most = 0;
  for (int64_t i = 0; i < t.size(); ++i)
    most = std::max(most, std::fabs(t.toDouble(i)));
  return most;
}

bool hasWeightRole(const Op &op) {
  const OpDef *def = opDef(op);
  for (unsigned i = 0; def && i < op.numOperands(); ++i)
    if (op.operand(i) && def->operandDef(i)->role == Role::Weight)
      return true;
  return false;
}

} // namespace

double noiseFloor(const OpPair &pair, const SourceValues &values) {
  const Op &op = *pair.source;
  const std::vector<Tensor> *results = values.find(op.result());
  double floor = results && !results->empty() ? 32 * u * largest(results->front()) : 0;
  const OpDef *def = opDef(op);
  if (!def || !hasWeightRole(op))
    return floor;
  // Operands that the source keeps as values, absolute; biases count once more by their largest.
  std::vector<Tensor> absolutes(op.numOperands());
  std::vector<const Tensor *> operands(op.numOperands(), nullptr);
  double bias = 0;
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    const Value *v = op.operand(i);
    if (!v)
      continue;
    const std::vector<Tensor> *samples = v->isWeight() ? nullptr : values.find(v);
    if (!v->isWeight() && !samples)
      return floor;
    const Tensor &t = samples ? samples->front() : v->tensor();
    absolutes[i] = isFloat(v->type().dtype()) ? absolute(t) : t;
    operands[i] = &absolutes[i];
    if (def->operandDef(i)->role == Role::Bias)
      bias = std::max(bias, largest(t));
  }
  auto sum = evaluateOp(op, operands, {});
  if (failed(sum))
    return floor;
  return std::max(floor, 8 * u * (largest(sum->front()) + bias));
}

} // namespace fixcon

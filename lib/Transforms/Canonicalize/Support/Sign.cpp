// Signs follow from what definitions say of ops: which results are never negative, and which ops only
// select, average, add or multiply what they are given. Movements read elements or fill zeros, or
// a hyperparameter. Depths are bounded: hostile models hold chains without end.
#include "Sign.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

static bool isNonNegativeConstant(const Tensor &tensor) {
  return std::ranges::all_of(tensor.toDoubles(), [](double element) { return element >= 0; });
}

/// Whether the op limits its result to 0 or more.
static bool clampsAtZero(const Op &op, const Traits &traits) {
  if (!traits.clamp)
    return false;
  const auto &operand = traits.clamp->lowOperand;
  auto low = operand ? constantScalar(op.operand(*operand)) : traits.clamp->low;
  return low && *low >= 0;
}

static bool isNonNegative(const Value *value, unsigned depth);

/// Whether no element that the op computes with is below 0.
static bool hasNonNegativeData(const Op &op, unsigned depth) {
  const OpDef *def = opDef(op);
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    Role role = def->operandDef(i)->role;
    bool data = op.operand(i) && (role == Role::Data || role == Role::Hyperparameter);
    if (data && !isNonNegative(op.operand(i), depth + 1))
      return false;
  }
  return true;
}

static bool isNonNegative(const Value *value, unsigned depth) {
  constexpr unsigned maxDepth = 16;
  if (const Tensor *tensor = constantOf(value))
    return realTypes.has(tensor->dtype()) && isNonNegativeConstant(*tensor);
  const Op *op = value->definingOp();
  const OpDef *def = op ? opDef(*op) : nullptr;
  bool isFloatTensor = value->type().isTensor() && isFloat(value->type().dtype());
  // Integers wrap.
  if (!def || !isFloatTensor || depth > maxDepth)
    return false;
  const Traits &traits = def->traits();
  bool isSquare = traits.product == 1 && op->operand(0) == op->operand(1);
  if (traits.nonNegative || isSquare || clampsAtZero(*op, traits))
    return true;
  return (traits.keepsSign || def->family() == Family::Movement) && hasNonNegativeData(*op, depth);
}

bool isNonNegative(const Value *value) { return isNonNegative(value, 0); }

bool isPositive(const Value *value) {
  auto isPositiveConstant = [](const Value *v) {
    const Tensor *tensor = constantOf(v);
    std::vector<double> elements = tensor ? tensor->toDoubles() : std::vector<double>{0};
    return std::ranges::all_of(elements, [](double element) { return element > 0; });
  };
  const Op *op = value->definingOp();
  if (!op || traitsOf(*op).sum != 1)
    return isPositiveConstant(value);
  return (isNonNegative(op->operand(0)) && isPositiveConstant(op->operand(1))) ||
         (isNonNegative(op->operand(1)) && isPositiveConstant(op->operand(0)));
}

} // namespace fixcon

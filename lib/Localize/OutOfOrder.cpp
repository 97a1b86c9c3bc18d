// Ops that commute with an order of axes hand it on, so that a wrong one shows far behind the movement that made it.
#include "OutOfOrder.h"

#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {
namespace {

bool isOutOfOrder(const Value *value, const Alignment &alignment) {
  const AlignedValue *aligned = value ? alignment.find(value) : nullptr;
  return aligned && !aligned->layout.keepsOrder();
}

const Value *beginningOf(const Value *value, const Alignment &alignment) {
  while (const Op *op = value->definingOp()) {
    const OpDef *def = opDef(*op);
    auto handed = std::ranges::find_if(op->operands(),
                                       [&](const Value *v) { return isOutOfOrder(v, alignment); });
    if (!def || def->family() == Family::Movement || !isOutOfOrder(value, alignment) ||
        handed == op->operands().end())
      break;
    value = *handed;
  }
  return value;
}

} // namespace

std::vector<const Op *> movementBehind(const Value &behind, const Alignment &alignment) {
  std::vector<const Op *> chain;
  const Value *value = beginningOf(&behind, alignment);
  while (const Op *op = value->definingOp()) {
    const OpDef *def = opDef(*op);
    if (!def || def->family() != Family::Movement || !op->operand(0))
      break;
    if (!isMisfit(*op))
      chain.push_back(op);
    value = op->operand(0);
  }
  return chain;
}

std::vector<std::vector<const Op *>> movementsInto(const Op &op, const Alignment &alignment) {
  std::vector<std::vector<const Op *>> movements;
  for (const Value *operand : op.operands())
    if (isOutOfOrder(operand, alignment))
      if (auto movement = movementBehind(*operand, alignment); !movement.empty())
        movements.push_back(std::move(movement));
  return movements;
}

} // namespace fixcon

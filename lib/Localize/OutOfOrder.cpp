// Ops that commute with an order of axes hand it on, so that a wrong one shows far behind the movement that made it.
#include "fixcon/Localize/OutOfOrder.h"

#include "fixcon/Localize/DifferingPlaces.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/MainCore.h"

#include <algorithm>

namespace fixcon {
namespace {

bool isOutOfOrder(const Value *value, const Alignment &alignment) {
  const AlignedValue *aligned = value ? alignment.find(value) : nullptr;
  return aligned && !aligned->layout.keepsOrder();
}

const Value *beginningOf(const Value *value, const Alignment &alignment) {
  while (const Op *op = value->definingOp()) {
    auto handed = std::ranges::find_if(op->operands(),
                                       [&](const Value *v) { return isOutOfOrder(v, alignment); });
    if (!opDef(*op) || isMovement(op) || !isOutOfOrder(value, alignment) ||
        handed == op->operands().end())
      break;
    value = *handed;
  }
  return value;
}

/// Movement ops above the value, the last one first. What is in order may be so by chance within a chain that only
/// orders; other movement above it is not to blame.
std::vector<const Op *> movementAbove(const Value *value, const Alignment &alignment) {
  std::vector<const Op *> chain;
  while (const Op *op = value->definingOp()) {
    const AlignedValue *aligned = chain.empty() ? nullptr : alignment.find(value);
    bool isInOrder = aligned && aligned->layout.keepsOrder();
    if (!isMovement(op) || !op->operand(0) || (isInOrder && !onlyOrders(opDef(*op))))
      break;
    chain.push_back(op);
    value = op->operand(0);
  }
  return chain;
}

/// Whether the source moves the elements by the same ops, so that what comes in out of order goes out so.
bool isSourcesOwn(const std::vector<const Op *> &chain, const Alignment &alignment) {
  const AlignedValue *behind = alignment.find(chain.front()->result()),
                     *above = alignment.find(chain.back()->operand(0));
  const Value *value = behind ? behind->source : nullptr;
  for (const Op *op : chain) {
    const Op *own = value ? value->definingOp() : nullptr;
    if (!own || own->name() != op->name() || own->attrs() != op->attrs() || !own->operand(0))
      return false;
    value = own->operand(0);
  }
  return above && above->source == value;
}

} // namespace

bool onlyOrders(const OpDef *def) {
  return def && (def->traits().view || !def->traits().permutation.empty());
}

std::vector<const Op *> movementBehind(const Value &behind, const Alignment &alignment) {
  const Value *value = beginningOf(&behind, alignment);
  std::vector<const Op *> chain = movementAbove(value, alignment);
  while (!chain.empty() && isOutOfOrder(chain.back()->operand(0), alignment) &&
         isSourcesOwn(chain, alignment)) {
    value = beginningOf(chain.back()->operand(0), alignment);
    chain = movementAbove(value, alignment);
  }
  std::erase_if(chain, [](const Op *op) { return isMisfit(*op); });
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

std::vector<const Op *> foldedTransposes(const Op &core, const Graph &faithful) {
  std::vector<const Op *> transposes;
  for (const Op *op : faithfulOps(core, faithful))
    if (const OpDef *def = mainCoreOf(*op); def && !def->traits().permutation.empty())
      transposes.push_back(op);
  return transposes;
}

} // namespace fixcon

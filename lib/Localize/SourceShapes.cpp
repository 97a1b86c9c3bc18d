// What the source cannot take says nothing of the target.
#include "SourceShapes.h"

namespace fixcon {

SourceShapes::SourceShapes(const Graph &source, const std::vector<SizeChoice> &choices,
                           const ShapePartners &partners, const std::deque<SizeLane> &lanes)
    : partners(partners), lanes(lanes) {
  for (const SizeChoice &choice : choices) {
    auto sized = std::make_unique<SizedModel>(source, choice.source);
    if (!sized->graph() && !usable.empty())
      continue;
    usable.push_back(&choice);
    models.push_back(std::move(sized));
  }
}

std::optional<Shape> SourceShapes::at(size_t lane, const std::string &value) const {
  const ShapePartner *partner = partners.find(value);
  auto dims =
      partner ? dimsOfTarget(models[lane]->typeOf(partner->source), partner->perm) : std::nullopt;
  return dims ? shapeOf(Type::tensor(DType::F32, *dims)) : std::nullopt;
}

std::optional<Shape> SourceShapes::of(size_t lane, const std::string &value) const {
  auto first = at(0, value);
  auto now = lanes.empty() ? first : shapeOf(lanes[0].typeOf(value));
  return first && (!now || *now == *first) ? at(lane, value) : std::nullopt;
}

LaneShapes SourceShapes::inAllLanes(const std::string &value) const {
  LaneShapes shapes;
  for (size_t lane = 0; lane < lanes.size(); ++lane)
    shapes.push_back(of(lane, value));
  return shapes;
}

const Op *SourceShapes::partnerOf(size_t lane, const Op &op) const {
  for (unsigned i = 0; i < op.numResults(); ++i) {
    const ShapePartner *partner = op.hasResult(i) ? partners.find(op.result(i)->name()) : nullptr;
    const Value *value = partner ? models[lane]->graph()->value(partner->source) : nullptr;
    const Op *maker = value ? value->definingOp() : nullptr;
    if (maker && maker->name() == op.name())
      return maker;
  }
  return nullptr;
}

std::optional<SourceOp> SourceShapes::makerFrom(const Op &op) const {
  const ShapePartner *result = op.numResults() == 1 ? partners.find(op.result()->name()) : nullptr;
  const ShapePartner *data = op.operand(0) ? partners.find(op.operand(0)->name()) : nullptr;
  const Value *value = result && data ? models[0]->graph()->value(result->source) : nullptr;
  const Op *maker = value ? value->definingOp() : nullptr;
  if (!maker || maker->name() == op.name() || maker->numRegions() || maker->numResults() != 1 ||
      !maker->operand(0) || maker->operand(0)->name() != data->source ||
      !isIdentity(result->perm) || !isIdentity(data->perm))
    return std::nullopt;
  SourceOp found{maker->name(), maker->attrs(), {}};
  for (unsigned i = 1; i < maker->numOperands(); ++i) {
    const Value *operand = maker->operand(i);
    if (operand && !operand->isWeight())
      return std::nullopt;
    found.constants.push_back(operand ? std::optional(operand->tensor()) : std::nullopt);
  }
  return found;
}

std::optional<Shape> SourceShapes::ofOperand(size_t lane, const Op &op, unsigned operand) const {
  const Op *partner = partnerOf(lane, op), *first = partnerOf(0, op);
  const Value *own = op.operand(operand);
  if (!partner || !first || !own || !partner->operand(operand) || !first->operand(operand))
    return std::nullopt;
  auto atFirst = shapeOf(first->operand(operand)->type());
  if (!atFirst || atFirst != shapeOf(lanes[0].typeOf(own->name())))
    return std::nullopt;
  return shapeOf(partner->operand(operand)->type());
}

bool SourceShapes::isOther(size_t lane, const Op &op, unsigned operand) const {
  auto right = ofOperand(lane, op, operand);
  auto now = right ? shapeOf(op.operand(operand)->type()) : std::nullopt;
  return now && *now != *right;
}

bool SourceShapes::looksAlike(const Op &source, const Op &target, unsigned operand) const {
  if (source.name() != target.name() || source.numOperands() != target.numOperands() ||
      !(source.result()->type() == lanes[0].typeOf(target.result()->name())))
    return false;
  const Value *s = source.operand(0), *t = target.operand(0);
  return operand == 0 || (s && t && s->type() == lanes[0].typeOf(t->name()));
}

std::vector<Tensor> SourceShapes::listsFor(const Op &op, unsigned operand) const {
  std::vector<Tensor> lists;
  auto add = [&](const Op &other) {
    const Value *list = other.operand(operand);
    if (list && list->isWeight())
      lists.push_back(list->tensor());
  };
  if (const Op *partner = partnerOf(0, op))
    add(*partner);
  else
    for (const auto &other : models[0]->graph()->ops())
      if (other->numResults() && looksAlike(*other, op, operand))
        add(*other);
  return lists;
}

} // namespace fixcon

// What is known of an op in a file is asked of its core form, which keeps the names of values: what the op
// means, in which roles it reads its operands, of what type they are. Edits are written by the speller, so that
// one kind serves every opset and operator that means the same.
#include "fixcon/Inject/EditSite.h"

#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>

namespace fixcon {

const Op *EditSite::core() const {
  const Op *only = nullptr;
  std::string name = originName(op);
  for (const auto &core : executable.ops())
    if (std::ranges::find(core->origins(), name) != core->origins().end()) {
      if (only)
        return nullptr;
      only = core.get();
    }
  return only;
}

const OpDef *EditSite::def() const {
  const Op *found = core();
  return found ? opDef(*found) : nullptr;
}

bool EditSite::isRectifier() const {
  std::optional<ClampTrait> clamp = def() ? def()->traits().clamp : std::nullopt;
  return clamp && clamp->low == 0.0 && def()->operands().size() == 1 && isFloatTensor(0);
}

Type EditSite::typeOf(const Value &value) const {
  const Value *typed = executable.value(value.name());
  return typed ? typed->type() : value.type();
}

std::optional<Shape> EditSite::shapeOf(unsigned i) const {
  Type type = op.operand(i) ? typeOf(*op.operand(i)) : Type();
  return type.isStatic() ? std::optional(type.shape()) : std::nullopt;
}

bool EditSite::isFloatTensor(unsigned i) const {
  Type type = op.operand(i) ? typeOf(*op.operand(i)) : Type();
  return type.isTensor() && type.isRanked() && isFloat(type.dtype());
}

bool EditSite::areAlike(const Value &a, const Value &b) const {
  Type type = typeOf(a);
  return type.isTensor() && type.isRanked() && type == typeOf(b);
}

std::optional<Role> EditSite::roleOf(unsigned i) const {
  const Op *found = core();
  if (!found || !op.operand(i))
    return std::nullopt;
  for (unsigned j = 0; j < found->numOperands(); ++j)
    if (found->operand(j) && found->operand(j)->name() == op.operand(i)->name())
      if (const OperandDef *operand = opDef(*found)->operandDef(j))
        return operand->role;
  return std::nullopt;
}

std::vector<unsigned> EditSite::numbers() const {
  std::vector<unsigned> found;
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    auto role = roleOf(i);
    bool isNumber = role && !configures(*role) && *role != Role::Index && isFloatTensor(i);
    if (isNumber && constant(i) && constant(i)->size() > 1)
      found.push_back(i);
  }
  return found;
}

std::optional<Tensor> EditSite::constant(unsigned i) const {
  auto found = op.operand(i) ? FaithfulConstant::of(op.operand(i)) : std::nullopt;
  bool isReal = found && !found->real().isString();
  return isReal ? std::optional(found->real().converted(DType::F64)) : std::nullopt;
}

bool EditSite::write(unsigned i, const Tensor &elements) {
  auto own = FaithfulConstant::forUser(op, i);
  return own && own->setReal(elements.converted(own->real().dtype()));
}

Attribute EditSite::attribute(std::string_view name) const {
  const Op *found = core();
  return found ? opDef(*found)->effective(*found, name) : Attribute();
}

bool EditSite::set(std::string_view name, const Attribute &value) {
  const OpDef *meaning = def();
  return meaning && bool(Speller(graph, &executable).set(op, *meaning, name, value));
}

Value *EditSite::emit(std::string_view core, std::vector<SpellingOperand> operands, AttrDict attrs,
                      Op *before) {
  CoreCall call{opDef(core), std::move(operands), std::move(attrs)};
  return call.def ? Speller(graph, &executable).emit(call, before).result() : nullptr;
}

void EditSite::redirect(Value &by, unsigned i) {
  std::vector<Use> own;
  for (const Use &use : op.result(i)->uses())
    if (use.op && use.op == by.definingOp())
      own.push_back(use);
  op.result(i)->replaceAllUsesWith(&by);
  for (const Use &use : own)
    use.op->setOperand(use.index, op.result(i));
}

void EditSite::replace(Value &by) {
  redirect(by);
  eraseUnused({&op});
}

} // namespace fixcon

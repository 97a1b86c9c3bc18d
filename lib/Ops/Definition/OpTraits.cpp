// What an op's file says by traits and dtype constraints, and the check of the latter. Kernels read
// elements as the C++ type of an allowed dtype, so none of them runs on another.
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

OpDef &OpDef::axis(std::string_view attribute) {
  traitsOfOp.axis = attribute;
  return *this;
}

OpDef &OpDef::alongAxis(std::string_view attribute) {
  traitsOfOp.alongAxis = true;
  return axis(attribute);
}

OpDef &OpDef::permutation(std::string_view attribute) {
  traitsOfOp.permutation = attribute;
  return *this;
}

OpDef &OpDef::linear(LinearTrait trait) {
  traitsOfOp.linear = std::move(trait);
  return *this;
}

OpDef &OpDef::window(WindowTrait trait) {
  traitsOfOp.window = trait;
  return *this;
}

OpDef &OpDef::clamp(ClampTrait trait) {
  traitsOfOp.clamp = trait;
  return *this;
}

OpDef &OpDef::sum(int sign) {
  traitsOfOp.sum = sign;
  return *this;
}

OpDef &OpDef::product(int exponent) {
  traitsOfOp.product = exponent;
  return *this;
}

OpDef &OpDef::spatialReduction(std::string_view reduction) {
  traitsOfOp.spatialReduction = reduction;
  return *this;
}

OpDef &OpDef::reduces() {
  traitsOfOp.reduces = true;
  return *this;
}

OpDef &OpDef::view() {
  traitsOfOp.view = true;
  return *this;
}

OpDef &OpDef::whole() {
  traitsOfOp.whole = true;
  return *this;
}

OpDef &OpDef::nonNegative() {
  traitsOfOp.nonNegative = true;
  return *this;
}

OpDef &OpDef::forgetsSizes() {
  traitsOfOp.forgetsSizes = true;
  return *this;
}

OpDef &OpDef::keepsSign() {
  traitsOfOp.keepsSign = true;
  return *this;
}

OpDef &OpDef::dtypes(DTypeSet allowed, std::initializer_list<std::string_view> names) {
  ++constraints;
  for (OperandDef &operand : operandDefs)
    if (names.size() == 0 || std::ranges::find(names, operand.name) != names.end()) {
      operand.dtypes = allowed;
      operand.constraint = constraints;
    }
  return *this;
}

/// What the role of an operand says of its dtype, whatever the op.
static std::optional<DTypeSet> dtypesOf(Role role) {
  switch (role) {
  case Role::Shape:
  case Role::Index:
    return integerTypes;
  case Role::Scale:
    return floatTypes;
  case Role::ZeroPoint:
    return quantizedTypes;
  default:
    return std::nullopt;
  }
}

DTypeSet OpDef::dtypes(unsigned i) const {
  const OperandDef &operand = *operandDef(i);
  if (operand.dtypes)
    return *operand.dtypes;
  if (kind == Family::Elementwise)
    return realTypes;
  if (auto byRole = dtypesOf(operand.role))
    return *byRole;
  if (kind == Family::Movement || takesAnyKind)
    return allTypes;
  return operand.role == Role::Hyperparameter ? realTypes : floatTypes;
}

unsigned OpDef::dtypeConstraint(unsigned i) const {
  const OperandDef &operand = *operandDef(i);
  bool alone = takesAnyKind || (kind != Family::Elementwise &&
                                (dtypesOf(operand.role) || operand.role == Role::Hyperparameter));
  if (operand.constraint || alone)
    return takesAnyKind ? 0 : operand.constraint;
  return constraints + 1;
}

LogicalResult OpDef::checkDTypes(InferContext &context) const {
  std::vector<std::optional<unsigned>> first(constraints + 2); // the first operand of a constraint
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    if (!context.has(i) || !context.type(i).isTensor())
      continue;
    DType dtype = context.type(i).dtype();
    if (!dtypes(i).has(dtype))
      return context.error(opName + "_dtype") << "operand " << i << " is " << fixcon::name(dtype)
                                              << ", expected " << dtypes(i).str();
    unsigned constraint = dtypeConstraint(i);
    auto &leader = first[constraint];
    if (constraint && leader && context.type(*leader).dtype() != dtype)
      return context.error(opName + "_dtype")
             << "operand " << i << " is " << fixcon::name(dtype) << " where operand " << *leader
             << " is " << fixcon::name(context.type(*leader).dtype());
    leader = leader ? leader : i;
  }
  return success();
}

} // namespace fixcon

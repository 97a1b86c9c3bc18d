// What a shape rule is given and what it gives.
#include "fixcon/Ops/InferContext.h"

namespace fixcon {

InferContext::InferContext(const Op &op, std::vector<OperandInfo> operands)
    : theOp(&op), operands(std::move(operands)), resultTypes(op.numResults()) {}

static std::vector<OperandInfo> infosOf(std::span<const Datum *const> operands) {
  std::vector<OperandInfo> infos;
  infos.reserve(operands.size());
  for (const Datum *operand : operands)
    infos.push_back(
        operand ? OperandInfo{operand->type(), operand->isTensor() ? &operand->tensor() : nullptr}
                : OperandInfo{Type::none()});
  return infos;
}

InferContext::InferContext(const Op &op, std::span<const Datum *const> operands)
    : InferContext(op, infosOf(operands)) {}

void InferContext::setResult(unsigned i, Type type) {
  if (i >= resultTypes.size())
    resultTypes.resize(i + 1);
  resultTypes[i] = std::move(type);
}

DiagnosticBuilder InferContext::error(std::string_view label) const {
  return theOp->emitError().code(std::string(label));
}

} // namespace fixcon

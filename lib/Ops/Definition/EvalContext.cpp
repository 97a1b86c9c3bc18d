// What a reference kernel is given: operands as tensors, and runs of nested graphs.
#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

DiagnosticBuilder EvalContext::error(std::string_view label) const {
  return theOp->emitError().code(std::string(label));
}

std::vector<const Tensor *> EvalContext::tensors() const {
  std::vector<const Tensor *> list;
  list.reserve(inputs.size());
  for (const Datum *input : inputs)
    list.push_back(input ? &input->tensor() : nullptr);
  return list;
}

FailureOr<std::vector<Datum>> EvalContext::run(const Graph &region, std::vector<Datum> arguments) {
  if (!runner)
    return error() << "nested graphs cannot be run here";
  return runner(region, std::move(arguments));
}

} // namespace fixcon

// A module with an engine of its own holds one op on arguments and weights, so that asking what an op
// would give neither touches the graph that is written nor reports anything.
#include "ScratchOp.h"

#include "fixcon/Exec/Executor.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

std::optional<Tensor> evaluateAlone(const OpDef &def,
                                    std::span<const std::optional<Tensor>> operands,
                                    const AttrDict &attrs) {
  Diagnostics silent;
  Module module(silent);
  Graph &graph = *module.addGraph("scratch");
  std::vector<Value *> values;
  std::vector<const Tensor *> tensors;
  for (const std::optional<Tensor> &operand : operands) {
    tensors.push_back(operand ? &*operand : nullptr);
    values.push_back(operand ? graph.addWeight(*operand, "x" + std::to_string(values.size()))
                             : nullptr);
  }
  Op *op = graph.createOp(def.name(), values, attrs);
  op->addResult(Type(), "y");
  if (failed(inferOp(*op)))
    return std::nullopt;
  auto results = evaluateOp(*op, tensors, {});
  return succeeded(results) ? std::optional(std::move(results->front())) : std::nullopt;
}

ScratchResults inferAlone(const OpDef &def, std::span<const OperandInfo> operands,
                          const AttrDict &attrs, unsigned results) {
  ScratchResults out;
  Diagnostics diags([&](const Diagnostic &d) { out.complaint = d.message; });
  Module module(diags);
  Graph &graph = *module.addGraph("scratch");
  std::vector<Value *> values;
  for (const OperandInfo &operand : operands) {
    std::string name = "x" + std::to_string(values.size());
    bool absent = operand.type.kind() == Type::Kind::None;
    values.push_back(absent          ? nullptr
                     : operand.value ? graph.addWeight(*operand.value, name)
                                     : graph.addArgument(operand.type, name));
  }
  Op *op = graph.createOp(def.name(), values, attrs);
  for (unsigned i = 0; i < results; ++i)
    op->addResult(Type(), "y" + std::to_string(i));
  if (succeeded(inferOp(*op)))
    for (unsigned i = 0; i < results; ++i)
      out.types.push_back(op->result(i)->type());
  return out;
}

} // namespace fixcon

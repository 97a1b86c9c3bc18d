// A sequence of the operands, in their order. They share a dtype; shapes may differ.
#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

static LogicalResult inferSequenceConstruct(InferContext &context) {
  Type element = context.type(0);
  for (unsigned i = 1; i < context.numOperands(); ++i)
    element = join(element, context.type(i));
  context.setResult(0, Type::sequence(std::move(element)));
  return success();
}

static LogicalResult evaluateSequenceConstruct(EvalContext &context) {
  std::vector<Datum> elements;
  for (const Datum *operand : context.inputs)
    elements.push_back(*operand);
  Type element = Type::unranked(elements.front().dtype());
  context.outputs[0] = Datum::sequence(std::move(element), std::move(elements));
  return success();
}

OpDef defineSequenceConstruct() {
  return OpDef("sequence_construct")
      .summary("A sequence of the operands.")
      .variadic("inputs")
      .dtypes(allTypes)
      .infer(inferSequenceConstruct)
      .reference(evaluateSequenceConstruct)
      .onnx("SequenceConstruct", 11);
}

} // namespace fixcon

// An optional that holds the operand, or, without one, an optional of the given type that holds
// nothing.
#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct OptionalAttrs {
  std::optional<Type> type; ///< of what the optional holds

  template <class V> void visit(V &v) { v("type", type); }
};

bool canBeHeld(const Type &type) {
  return type.isTensor() || (type.kind() == Type::Kind::Sequence && type.inner().isTensor());
}

LogicalResult inferOptional(InferContext &context) {
  auto given = context.attrs<OptionalAttrs>().type;
  if (!context.has(0) && !given) // c1
    return context.error("optional_c1") << "neither an operand nor a type is given";
  Type content = context.has(0) ? context.type(0) : *given;
  if (!canBeHeld(content)) // c2
    return context.error("optional_c2") << "an optional cannot hold " << content.str();
  if (given && !meet(*given, content)) // c3
    return context.error("optional_c3")
           << "the operand is " << content.str() << ", the type is " << given->str();
  context.setResult(0, Type::optional(std::move(content)));
  return success();
}

LogicalResult evaluateOptional(EvalContext &context) {
  if (context.has(0)) {
    const Datum &content = context.datum(0);
    context.outputs[0] = Datum::present(content.type().withoutShape(), content);
  } else {
    context.outputs[0] = Datum::absent(context.attrs<OptionalAttrs>().type->withoutShape());
  }
  return success();
}

} // namespace

OpDef defineOptional() {
  return OpDef("optional")
      .summary("An optional that holds the operand, or nothing.")
      .optional("input")
      .anyKind()
      .attrs<OptionalAttrs>()
      .infer(inferOptional)
      .reference(evaluateOptional)
      .onnx("Optional", 15);
}

} // namespace fixcon

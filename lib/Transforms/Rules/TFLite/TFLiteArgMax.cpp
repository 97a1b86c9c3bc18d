// Positions along the axis that an operand names, in the dtype of the result.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteArgMax(Op &op, RuleBuilder &b) {
  auto rank = knownRank(b, 0);
  auto axis = rank ? constantAxis(b, 1, *rank) : std::nullopt;
  if (!axis)
    return failure();
  b.ignore({"output_type"});
  const char *core = op.type() == "ARG_MAX" ? "arg_max" : "arg_min";
  Value *places = b.value(core, {b.in(0)}, attrsOf({{"axis", *axis}, {"keepdims", 0}}));
  b.result(0, asDeclared(b, op, 0, places));
  return success();
}

} // namespace fixcon

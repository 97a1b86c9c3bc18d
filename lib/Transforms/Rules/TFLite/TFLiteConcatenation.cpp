// Operands one behind the other; a pack gives each an axis of its own first.
#include "Rules/Support/FusedActivation.h"

namespace fixcon {

LogicalResult ruleTFLiteConcatenation(Op &op, RuleBuilder &b) {
  int64_t axis = b.take<int64_t>("axis", 0);
  b.ignore({"values_count"});
  std::vector<Value *> parts = op.operands();
  if (op.type() == "PACK")
    for (Value *&part : parts)
      part = b.value("unsqueeze", {part, b.ints({axis})});
  return finishWithFusedActivation(b, b.value("concat", parts, attrsOf({{"axis", axis}})));
}

} // namespace fixcon

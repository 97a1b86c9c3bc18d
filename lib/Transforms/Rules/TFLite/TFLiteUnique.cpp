// Distinct elements in the order in which they appear, and which of them each element is.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteUnique(Op &op, RuleBuilder &b) {
  b.ignore({"idx_out_type"});
  Op *found =
      b.create("unique", {b.in(0)}, attrsOf({{"sorted", 0}}), std::vector<bool>{true, false, true});
  b.result(0, found->result(0));
  b.result(1, asDeclared(b, op, 1, found->result(2)));
  return success();
}

} // namespace fixcon

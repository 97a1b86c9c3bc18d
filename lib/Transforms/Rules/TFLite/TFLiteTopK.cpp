// The largest elements of the last axis, and where they stand.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteTopK(Op &op, RuleBuilder &b) {
  Value *count = b.rank(1) == 0 ? b.value("reshape", {b.in(1), b.ints({1})}) : b.in(1);
  if (const Tensor *constant = b.weight(1))
    count = b.ints(constant->toInts());
  Op *best = b.create("top_k", {b.in(0), count}, attrsOf({{"axis", -1}}), 2);
  b.result(0, best->result(0));
  b.result(1, asDeclared(b, op, 1, best->result(1)));
  return success();
}

} // namespace fixcon

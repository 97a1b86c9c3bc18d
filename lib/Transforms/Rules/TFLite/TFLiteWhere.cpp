// The positions of all that holds, one a row.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteWhere(Op &, RuleBuilder &b) {
  Value *columns = b.value("non_zero", {b.in(0)});
  b.result(0, b.value("transpose", {columns}, attrsOf({{"perm", Attribute::Ints{1, 0}}})));
  return success();
}

} // namespace fixcon

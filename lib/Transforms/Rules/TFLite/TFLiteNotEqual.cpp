// There is no core op for what is not equal.
//
//   tfl.NOT_EQUAL %a, %b  ->  not(equal(%a, %b))
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteNotEqual(Op &, RuleBuilder &b) {
  b.result(0, b.value("not", {b.value("equal", {b.in(0), b.in(1)})}));
  return success();
}

} // namespace fixcon

// Numbers below 0 stand for no position here, and count from the end in the core op.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteOneHot(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2, 3})))
    return failure();
  int64_t axis = b.take<int64_t>("axis", 0);
  Value *places = b.in(0);
  Value *depth = b.value("reshape", {b.in(1), b.ints({})});
  Value *outside = places->type().isTensor() ? b.cast(depth, places->type().dtype()) : depth;
  places = b.value("where", {b.value("less", {places, b.scalarLike(places, 0)}), outside, places});
  auto one = [&](unsigned i) { return b.value("reshape", {b.in(i), b.ints({1})}); };
  Value *values = b.value("concat", {one(3), one(2)}, attrsOf({{"axis", 0}}));
  b.result(0, b.value("one_hot", {places, depth, values}, attrsOf({{"axis", axis}})));
  return success();
}

} // namespace fixcon

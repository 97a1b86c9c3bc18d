// Numbers written into a tensor that is otherwise of one number. Of updates of one place a scatter takes the sum, and a
// sparse tensor the last. Positions of a vector may stand without an axis of their own.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteScatterNd(Op &op, RuleBuilder &b) {
  bool adds = op.type() == "SCATTER_ND";
  Value *places = b.cast(b.in(0), DType::I64);
  Value *numbers = b.in(adds ? 1 : 2), *shape = b.cast(b.in(adds ? 2 : 1), DType::I64);
  auto rank = knownRank(b, 0);
  if (!rank || failed(b.needs({0, 1, 2})))
    return failure();
  Value *into = b.value("expand", {adds ? b.scalarLike(numbers, 0) : b.in(3), shape});
  if (!adds && *rank < 2)
    places = b.value("reshape", {places, *rank == 0 ? b.ints({1, 1}) : b.ints({-1, 1})});
  if (!adds && b.rank(2) == 0) {
    Value *count = b.value("shape", {places}, attrsOf({{"start", 0}, {"end", 1}}));
    numbers = b.value("expand", {numbers, count});
  }
  b.ignore({"validate_indices"});
  b.result(0, b.value("scatter_nd", {into, places, numbers},
                      attrsOf({{"reduction", adds ? "add" : "none"}})));
  return success();
}

} // namespace fixcon

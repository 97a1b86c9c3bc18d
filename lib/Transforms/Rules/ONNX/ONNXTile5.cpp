// Tile before opset 6 repeats along one axis: %tiles times along %axis, both constants of one
// element.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXTile5(Op &op, RuleBuilder &b) {
  const Tensor *tiles = b.weight(1), *axis = b.weight(2);
  auto rank = b.rank(0);
  bool known = tiles && axis && rank && tiles->size() == 1 && axis->size() == 1;
  if (!known || axis->toInt(0) < 0 || axis->toInt(0) >= *rank)
    return b.error() << "tiles and axis are not constants that name an axis of the input";
  std::vector<int64_t> repeats(static_cast<size_t>(*rank), 1);
  repeats[static_cast<size_t>(axis->toInt(0))] = tiles->toInt(0);
  return b.becomes("tile", {op.operand(0), b.ints(repeats)});
}

} // namespace fixcon

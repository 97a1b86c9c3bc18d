// A product of stacks of matrices. One that has vectors gets an axis of one element, which goes again.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

void spellTFLiteMatMul(SpellingBuilder &b) {
  int64_t left = b.rank(0), right = b.rank(1);
  if (b.refused())
    return;
  auto withAxis = [&](unsigned i, int64_t axis) {
    return SpellingOperand(b.core("unsqueeze", {b.in(i), Tensor::of<int64_t>({1}, {axis})}));
  };
  SpellingOperand x = left == 1 ? withAxis(0, 0) : b.in(0),
                  y = right == 1 ? withAxis(1, 1) : b.in(1);
  AttrDict attrs = attrsOf({{"adj_x", false}, {"adj_y", false}});
  if (left > 1 && right > 1)
    return b.result(0, b.foreign("BATCH_MATMUL", {x, y}, std::move(attrs), b.resultType(0)));
  Value *product = b.core("mat_mul", {x, y});
  std::vector<int64_t> axes;
  if (left == 1)
    axes.push_back(-2);
  if (right == 1)
    axes.push_back(-1);
  b.result(0, b.core("squeeze", {product, Tensor::of<int64_t>({std::ssize(axes)}, axes)}));
}

} // namespace fixcon

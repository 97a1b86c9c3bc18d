// d = x - mean(x);  d / sqrt(mean(d * d) + epsilon) * scale + bias, the means over all axes behind the channels.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellTFLiteInstanceNormalization(SpellingBuilder &b) {
  int64_t rank = b.rank(0);
  std::vector<int64_t> list;
  for (int64_t axis = 2; axis < rank; ++axis)
    list.push_back(axis);
  auto scale = b.constant(1), shift = b.constant(2);
  if (!scale || !shift || rank < 3)
    return b.refuse("a normalisation whose scale or bias is no constant is not written");
  SpellingOperand axes = Tensor::of<int64_t>({std::ssize(list)}, list);
  Shape shape(static_cast<size_t>(rank - 1), 1);
  shape.front() = scale->size();
  Value *centred = b.core("sub", {b.in(0), b.core("reduce_mean", {b.in(0), axes})});
  Value *variance = b.core("reduce_mean", {b.core("mul", {centred, centred}), axes});
  Value *spread = b.core("sqrt", {b.core("add", {variance, b.number(b.attr<double>("epsilon"))})});
  Value *y = b.core("mul", {b.core("div", {centred, spread}), scale->reshaped(shape)});
  b.result(0, b.core("add", {y, shift->reshaped(shape)}));
}

} // namespace fixcon

// Numbers put between the elements of each axis. Behind every element comes a gap of its own axis, which is padded and
// joined with the axis; the gap behind the last is cut off.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteDilate(Op &, RuleBuilder &b) {
  auto steps = constantInts(b, 1, "the dilations");
  auto rank = knownRank(b, 0);
  if (!steps || !rank || static_cast<int64_t>(steps->size()) != *rank || failed(b.needs({0, 2})))
    return b.error() << "its dilations do not fit the operand";
  Value *y = b.in(0), *filling = b.value("reshape", {b.in(2), b.ints({})});
  for (int64_t axis = 0; axis < *rank; ++axis) {
    int64_t step = (*steps)[static_cast<size_t>(axis)];
    if (step < 1)
      return b.error() << "a dilation is below 1";
    if (step == 1)
      continue;
    std::vector<int64_t> pads(static_cast<size_t>(2 * *rank + 2), 0);
    pads[static_cast<size_t>(*rank + 1 + axis + 1)] = step - 1;
    Value *gaps =
        b.value("pad", {b.value("unsqueeze", {y, b.ints({axis + 1})}), b.ints(pads), filling});
    std::vector<Value *> sizes = {b.ints({-1})};
    if (axis > 0)
      sizes.insert(sizes.begin(), b.value("shape", {y}, attrsOf({{"start", 0}, {"end", axis}})));
    if (axis + 1 < *rank)
      sizes.push_back(b.value("shape", {y}, attrsOf({{"start", axis + 1}})));
    Value *shape = sizes.size() == 1 ? sizes[0] : b.value("concat", sizes, attrsOf({{"axis", 0}}));
    y = b.value("slice", {b.value("reshape", {gaps, shape}), b.ints({0}), b.ints({1 - step}),
                          b.ints({axis})});
  }
  b.result(0, y);
  return success();
}

} // namespace fixcon

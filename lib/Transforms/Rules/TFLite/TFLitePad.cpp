// Pads stand in pairs here, all begins in front of all ends in the core op. A symmetric pad repeats the border too; it is
// put together of slices that run backwards.
#include "Rules/Support/ConstantOperand.h"

#include <algorithm>

namespace fixcon {

static Value *pads(RuleBuilder &b) {
  const Tensor *pairs = b.weight(1);
  if (!pairs) {
    Value *rows = b.value("transpose", {b.in(1)}, attrsOf({{"perm", Attribute::Ints{1, 0}}}));
    return b.value("cast", {b.value("reshape", {rows, b.ints({-1})})},
                   attrsOf({{"to", DType::I64}}));
  }
  std::vector<int64_t> given = pairs->toInts(), all;
  for (size_t side = 0; side < 2; ++side)
    for (size_t i = side; i < given.size(); i += 2)
      all.push_back(given[i]);
  return b.ints(all);
}

static Value *symmetric(RuleBuilder &b) {
  auto pairs = constantInts(b, 1, "the paddings");
  Value *y = b.in(0);
  for (size_t axis = 0; pairs && 2 * axis + 1 < pairs->size(); ++axis) {
    int64_t front = (*pairs)[2 * axis], behind = (*pairs)[2 * axis + 1],
            at = static_cast<int64_t>(axis);
    std::vector<Value *> parts = {y};
    auto backwards = [&](int64_t from, int64_t to) {
      return b.value("slice", {y, b.ints({from}), b.ints({to}), b.ints({at}), b.ints({-1})});
    };
    if (front > 0)
      parts.insert(parts.begin(), backwards(front - 1, -INT32_MAX));
    if (behind > 0)
      parts.push_back(backwards(-1, -1 - behind));
    if (parts.size() > 1)
      y = b.value("concat", parts, attrsOf({{"axis", at}}));
  }
  return pairs ? y : nullptr;
}

LogicalResult ruleTFLitePad(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  auto mode = b.take<std::string>("mode", "REFLECT");
  if (op.type() == "MIRROR_PAD" && mode == "SYMMETRIC") {
    Value *y = symmetric(b);
    if (y)
      b.result(0, y);
    return success(y);
  }
  AttrDict attrs;
  if (op.type() == "MIRROR_PAD")
    attrs.set("mode", "reflect");
  std::vector<Value *> operands = {b.in(0), pads(b)};
  if (op.type() == "PADV2")
    operands.push_back(b.value("reshape", {b.in(2), b.ints({})}));
  b.result(0, b.value("pad", operands, std::move(attrs)));
  return success();
}

} // namespace fixcon

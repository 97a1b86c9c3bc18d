// A block of the operand replaced. Along each axis every position looks up its place in the block; those that find none
// keep what they have. The block is moved back where it would stand out.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

static Value *sizeAt(RuleBuilder &b, Value *x, int64_t axis) {
  Value *size = b.value("shape", {x}, attrsOf({{"start", axis}, {"end", axis + 1}}));
  return b.value("reshape", {size, b.ints({})});
}

LogicalResult ruleTFLiteDynamicUpdateSlice(Op &, RuleBuilder &b) {
  auto rank = knownRank(b, 0);
  if (!rank || failed(b.needs({0, 1, 2})))
    return failure();
  Value *starts = b.cast(b.in(2), DType::I64), *update = b.in(1), *inside = nullptr;
  for (int64_t axis = 0; axis < *rank; ++axis) {
    Value *length = sizeAt(b, b.in(0), axis), *part = sizeAt(b, b.in(1), axis);
    Value *start = b.value("gather", {starts, b.scalar(axis)});
    start = b.value("max", {b.value("min", {start, b.value("sub", {length, part})}), b.scalar(0)});
    Value *places = b.value("sub", {b.value("range", {b.scalar(0), length, b.scalar(1)}), start});
    Value *fits = b.value("and", {b.value("greater_or_equal", {places, b.scalar(0)}),
                                  b.value("less", {places, part})});
    Value *last = b.value("sub", {part, b.scalar(1)});
    Value *near = b.value("max", {b.value("min", {places, last}), b.scalar(0)});
    update = b.value("gather", {update, near}, attrsOf({{"axis", axis}}));
    std::vector<int64_t> behind;
    for (int64_t i = 1; i < *rank - axis; ++i)
      behind.push_back(i);
    if (!behind.empty())
      fits = b.value("unsqueeze", {fits, b.ints(behind)});
    inside = inside ? b.value("and", {inside, fits}) : fits;
  }
  if (!inside)
    return b.becomes("identity", {b.in(1)});
  b.result(0, b.value("where", {inside, update, b.in(0)}));
  return success();
}

} // namespace fixcon

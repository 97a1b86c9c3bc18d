// Parts along an axis. The operand with the axis comes first or last; an unpack takes parts of 1, without their axis.
#include "Rules/Support/ConstantOperand.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

/// The sizes of parts, of which one may be -1: what is left.
static Value *sizesOf(RuleBuilder &b, int64_t axis) {
  const Tensor *given = b.weight(1);
  if (!given || !std::ranges::count(given->toInts(), -1))
    return b.in(1);
  std::vector<int64_t> sizes = given->toInts();
  const Dim &whole = b.in(0)->type().dim(static_cast<size_t>(axis));
  if (!whole.isStatic()) {
    b.error() << "the size of the last part is not known";
    return nullptr;
  }
  int64_t left = whole.size() - std::accumulate(sizes.begin(), sizes.end(), int64_t{1});
  std::ranges::replace(sizes, int64_t{-1}, left);
  return b.ints(sizes);
}

LogicalResult ruleTFLiteSplit(Op &op, RuleBuilder &b) {
  bool unpacks = op.type() == "UNPACK", sized = op.type() == "SPLIT_V";
  b.ignore({"num_splits", "num"});
  unsigned data = op.type() == "SPLIT" ? 1 : 0;
  auto rank = knownRank(b, data);
  if (!rank)
    return failure();
  auto axis =
      unpacks ? std::optional(b.take<int64_t>("axis", 0)) : constantAxis(b, sized ? 2 : 0, *rank);
  if (!axis)
    return failure();
  std::vector<Value *> operands = {b.in(data)};
  AttrDict attrs = attrsOf({{"axis", *axis}});
  if (sized)
    operands.push_back(sizesOf(b, *axis));
  else
    attrs.set("num_outputs", static_cast<int64_t>(op.numResults()));
  if (!operands.back())
    return failure();
  Op *parts = b.create("split", operands, std::move(attrs), op.numResults());
  for (unsigned i = 0; i < op.numResults(); ++i)
    b.result(i,
             unpacks ? b.value("squeeze", {parts->result(i), b.ints({*axis})}) : parts->result(i));
  return success();
}

} // namespace fixcon

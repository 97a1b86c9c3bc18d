// Blocks of the spatial axes become batches, and back. With the tensor [n, m0*b0, m1*b1, rest]:
//
//   space to batch: pad, reshape [n, m0, b0, m1, b1, rest], transpose to [b0, b1, n, m0, m1, rest], join the first three
//   batch to space: reshape [b0, b1, n, m0, m1, rest], transpose to [n, m0, b0, m1, b1, rest], join, crop
#include "Rules/Support/ConstantOperand.h"

#include <algorithm>

namespace fixcon {

using Sizes = std::vector<int64_t>;

/// `x` under these sizes, one list behind the other; -1 and 0 are those of reshape. What is known is one constant, so that
/// what reads the result knows its sizes, too.
static Value *shaped(RuleBuilder &b, Value *x, const std::vector<Value *> &sizes) {
  if (!std::ranges::all_of(sizes, [](const Value *v) { return v && v->isWeight(); }))
    return b.value("reshape", {x, b.value("concat", sizes, attrsOf({{"axis", 0}}))});
  Sizes all;
  for (const Value *part : sizes) {
    Sizes list = part->tensor().toInts();
    all.insert(all.end(), list.begin(), list.end());
  }
  return b.value("reshape", {x, b.ints(all)});
}

/// The sizes of these axes, if they are all known.
static std::optional<Sizes> knownSizes(const Value *x, int64_t from, int64_t to) {
  Sizes sizes;
  for (int64_t axis = from; axis < to; ++axis) {
    const Dim &dim = x->type().dim(static_cast<size_t>(axis));
    if (!dim.isStatic())
      return std::nullopt;
    sizes.push_back(dim.size());
  }
  return sizes;
}

static Value *sizeOf(RuleBuilder &b, Value *x, int64_t from, int64_t to) {
  bool isRanked = x && x->type().isRanked() && static_cast<int64_t>(x->type().rank()) >= to;
  if (auto known = isRanked ? knownSizes(x, from, to) : std::nullopt)
    return b.ints(*known);
  return b.value("shape", {x}, attrsOf({{"start", from}, {"end", to}}));
}

static Value *toBatches(RuleBuilder &b, const Sizes &blocks, const Sizes &borders, int64_t rank) {
  auto n = static_cast<int64_t>(blocks.size());
  Sizes pads(static_cast<size_t>(2 * rank));
  for (int64_t i = 0; i < n; ++i) {
    pads[static_cast<size_t>(1 + i)] = borders[static_cast<size_t>(2 * i)];
    pads[static_cast<size_t>(rank + 1 + i)] = borders[static_cast<size_t>(2 * i + 1)];
  }
  Value *x = b.value("pad", {b.in(0), b.ints(pads)});
  std::vector<Value *> split = {b.ints({0})}, joined = {b.ints({-1})};
  Sizes order, batches = {};
  for (int64_t i = 0; i < n; ++i) {
    Value *block = b.ints({blocks[static_cast<size_t>(i)]});
    Value *whole = sizeOf(b, x, 1 + i, 2 + i);
    Value *left = whole->isWeight()
                      ? b.ints({whole->tensor().toInt(0) / blocks[static_cast<size_t>(i)]})
                      : b.value("div", {whole, block});
    split.insert(split.end(), {left, block});
    joined.push_back(left);
    order.push_back(2 + 2 * i);
  }
  order.push_back(0);
  for (int64_t i = 0; i < n; ++i)
    order.push_back(1 + 2 * i);
  for (int64_t axis = n + 1; axis < rank; ++axis)
    order.push_back(axis + n);
  if (n + 1 < rank) {
    split.push_back(sizeOf(b, x, n + 1, rank));
    joined.push_back(sizeOf(b, x, n + 1, rank));
  }
  Value *parts = b.value("transpose", {shaped(b, x, split)}, attrsOf({{"perm", order}}));
  return shaped(b, parts, joined);
}

static Value *toSpace(RuleBuilder &b, const Sizes &blocks, const Sizes &borders, int64_t rank) {
  auto n = static_cast<int64_t>(blocks.size());
  Value *x = b.in(0);
  std::vector<Value *> split = {b.ints(blocks), b.ints({-1}), sizeOf(b, x, 1, rank)};
  std::vector<Value *> joined = {b.ints({-1})};
  Sizes order = {n}, from, to, axes;
  for (int64_t i = 0; i < n; ++i) {
    auto at = static_cast<size_t>(i);
    order.insert(order.end(), {n + 1 + i, i});
    Value *part = sizeOf(b, x, 1 + i, 2 + i);
    joined.push_back(part->isWeight() ? b.ints({part->tensor().toInt(0) * blocks[at]})
                                      : b.value("mul", {part, b.ints({blocks[at]})}));
    from.push_back(borders[2 * at]);
    to.push_back(borders[2 * at + 1] ? -borders[2 * at + 1] : INT32_MAX);
    axes.push_back(1 + i);
  }
  for (int64_t axis = n + 1; axis < rank; ++axis)
    order.push_back(axis + n);
  if (n + 1 < rank)
    joined.push_back(sizeOf(b, x, n + 1, rank));
  Value *parts = b.value("transpose", {shaped(b, x, split)}, attrsOf({{"perm", order}}));
  return b.value("slice", {shaped(b, parts, joined), b.ints(from), b.ints(to), b.ints(axes)});
}

LogicalResult ruleTFLiteSpaceToBatch(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2})))
    return failure();
  auto blocks = constantInts(b, 1, "the sizes of blocks"),
       borders = constantInts(b, 2, "the borders");
  auto rank = knownRank(b, 0);
  if (!blocks || !borders || !rank || borders->size() != 2 * blocks->size() ||
      static_cast<int64_t>(blocks->size()) >= *rank ||
      std::ranges::any_of(*blocks, [](int64_t block) { return block <= 0; }))
    return b.error() << "its blocks and borders do not fit the operand";
  Value *y = op.type() == "SPACE_TO_BATCH_ND" ? toBatches(b, *blocks, *borders, *rank)
                                              : toSpace(b, *blocks, *borders, *rank);
  b.result(0, y);
  return success();
}

} // namespace fixcon

// The forms in which attention ops are told which keys are padding.
#include "AttentionParts.h"

#include "fixcon/Ops/ElementCode.h"

namespace fixcon {

/// `filter` where the condition holds, else 0.
static Value *filtered(RuleBuilder &b, const AttentionTerms &terms, Value *masked, Value *like) {
  return b.value("where", {masked, b.scalarLike(like, terms.filter), b.scalarLike(like, 0)});
}

/// [B, ...] -> [B, 1, 1, ...], or [B, 1, ...]
static Value *overHeads(RuleBuilder &b, Value *x, std::vector<int64_t> axes) {
  return b.value("unsqueeze", {x, b.ints(axes)});
}

/// A key is padding from its sample's end on and, if there are starts, before its start.
static Value *outside(RuleBuilder &b, Value *mask, bool withStarts, Value *k) {
  Value *bounds = b.value("cast", {mask}, attrsOf({{"to", codeOf(DType::I64)}}));
  Value *keys = countUp(b, b.constant(Tensor::scalar(int64_t(0))), sizeOf(b, k, 2));
  if (!withStarts)
    return b.value("greater_or_equal", {keys, overHeads(b, bounds, {1})});
  Value *sides = b.value("reshape", {bounds, b.ints({2, -1, 1})});
  auto side = [&](int64_t i) {
    return b.value("gather", {sides, b.constant(Tensor::scalar(i))});
  };
  return b.value("or", {b.value("greater_or_equal", {keys, side(0)}),
                        b.value("less", {keys, side(1)})});
}

/// Whether a mask of one axis has starts behind its ends; nothing if its size fits neither.
static std::optional<bool> hasStarts(const Type &mask, const Type &q) {
  if (!q.isTensor() || !q.isRanked() || q.rank() < 1)
    return std::nullopt;
  const Dim &size = mask.dim(0), &batch = q.dim(0);
  if (!batch.isUnknown() && size == batch)
    return false;
  if (size.isStatic() && batch.isStatic() && size.size() % 2 == 0 &&
      size.size() / 2 == batch.size())
    return true;
  return std::nullopt;
}

Value *maskAddend(RuleBuilder &b, const AttentionTerms &terms, Value *q, Value *k) {
  const Type &type = terms.mask->type();
  size_t rank = type.isTensor() && type.isRanked() ? type.rank() : 0;
  if (rank == 2 || rank == 3) {
    Value *zero = b.scalarLike(terms.mask, 0);
    Value *masked = b.value("less_or_equal", {terms.mask, zero});
    return overHeads(b, filtered(b, terms, masked, q),
                     rank == 2 ? std::vector<int64_t>{1, 2} : std::vector<int64_t>{1});
  }
  auto withStarts = rank == 1 ? hasStarts(type, q->type()) : std::nullopt;
  if (!withStarts) {
    b.error() << "a mask " << type.str() << " for queries " << q->type().str()
              << " is not understood";
    return nullptr;
  }
  return overHeads(b, filtered(b, terms, outside(b, terms.mask, *withStarts, k), q), {1, 2});
}

} // namespace fixcon

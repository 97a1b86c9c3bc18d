// The forms in which attention ops are told which keys are padding.
#include "AttentionParts.h"

namespace fixcon {

/// `filter` where the condition holds, else 0.
static Value *filtered(RuleBuilder &b, const AttentionTerms &terms, Value *masked, Value *like) {
  return b.value("where", {masked, b.scalarLike(like, terms.filter), b.scalarLike(like, 0)});
}

/// [B, ...] -> [B, 1, 1, ...], or [B, 1, ...]
static Value *overHeads(RuleBuilder &b, Value *x, std::vector<int64_t> axes) {
  return b.value("unsqueeze", {x, b.ints(axes)});
}

/// How the bounds of a mask [n] of one axis are laid out.
enum class Bounds { Ends, EndsAndStarts, Open, Wrong };

static Bounds layoutOf(const Type &mask, const Type &q) {
  if (!q.isTensor() || !q.isRanked() || q.rank() != 4)
    return Bounds::Wrong;
  const Dim &size = mask.dim(0), &batch = q.dim(0);
  if (size == batch && !batch.isUnknown())
    return Bounds::Ends;
  if (!size.isStatic() || !batch.isStatic())
    return Bounds::Open;
  return size.size() % 2 == 0 && size.size() / 2 == batch.size() ? Bounds::EndsAndStarts
                                                                 : Bounds::Wrong;
}

/// The second B numbers of the bounds followed by B zeros: the starts, or 0 where there are none.
static Value *startsOf(RuleBuilder &b, Value *bounds, Value *batch) {
  Value *more = b.value("concat", {bounds, b.value("expand", {b.scalar(0), batch})},
                        attrsOf({{"axis", int64_t(0)}}));
  return b.value("slice", {more, batch, b.value("add", {batch, batch})});
}

/// A key is padding from its sample's end on and, if there are starts, before its start.
static Value *outside(RuleBuilder &b, Value *mask, Bounds layout, Value *q, Value *k) {
  Value *bounds = b.cast(mask, DType::I64);
  Value *keys = countUp(b, b.scalar(0), sizeOf(b, k, 2));
  if (layout == Bounds::Ends)
    return b.value("greater_or_equal", {keys, overHeads(b, bounds, {1})});
  Value *batch = b.value("reshape", {sizeOf(b, q, 0), b.ints({1})});
  Value *ends = b.value("slice", {bounds, b.ints({0}), batch});
  Value *starts = startsOf(b, bounds, batch);
  return b.value("or", {b.value("greater_or_equal", {keys, overHeads(b, ends, {1})}),
                        b.value("less", {keys, overHeads(b, starts, {1})})});
}

Value *maskAddend(RuleBuilder &b, const AttentionTerms &terms, Value *q, Value *k) {
  const Type &type = terms.mask->type();
  size_t rank = type.isTensor() && type.isRanked() ? type.rank() : 0;
  if (rank == 2 || rank == 3) {
    Value *none = b.scalarLike(terms.mask, 0);
    Value *masked = b.value("less_or_equal", {terms.mask, none});
    return overHeads(b, filtered(b, terms, masked, q),
                     rank == 2 ? std::vector<int64_t>{1, 2} : std::vector<int64_t>{1});
  }
  Bounds layout = rank == 1 ? layoutOf(type, q->type()) : Bounds::Wrong;
  if (layout == Bounds::Wrong) {
    b.error() << "a mask " << type.str() << " for queries " << q->type().str()
              << " is not understood";
    return nullptr;
  }
  return overHeads(b, filtered(b, terms, outside(b, terms.mask, layout, q, k), q), {1, 2});
}

} // namespace fixcon

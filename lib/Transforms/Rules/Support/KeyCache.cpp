// Row r of the result is old where r < past, else new token r - past of its sample. One gather
// picks both from the old rows with the new ones behind them: index r, or held + (r - past). The
// index is limited to the last row, and what lies behind the new tokens becomes zeros.
#include "KeyCache.h"

#include "AttentionParts.h"

namespace fixcon {

static Value *whole(RuleBuilder &b, Value *x, const std::vector<int64_t> &shape) {
  Value *wide = b.cast(x, DType::I64);
  return b.value("reshape", {wide, b.ints(shape)});
}

Places placesOf(RuleBuilder &b, Value *fresh, Value *lengths, Value *total, Value *cache) {
  Value *size = sizeOf(b, fresh, 1), *most = whole(b, total, {});
  Value *after = b.value("add", {whole(b, lengths, {-1, 1}), b.scalar(1)});
  Value *before = b.value("sub", {after, size});
  Places p;
  p.past = b.value("where", {b.value("equal", {most, size}), b.scalar(0), before});
  Value *rows = cache ? b.value("max", {most, sizeOf(b, cache, 2)}) : most;
  p.rows = countUp(b, b.scalar(0), rows);
  p.steps = b.value("add", {p.past, countUp(b, b.scalar(0), size)});
  return p;
}

Value *cached(RuleBuilder &b, const Places &p, Value *past, Value *fresh) {
  Value *size = sizeOf(b, fresh, 1), *held = past ? sizeOf(b, past, 2) : b.scalar(0);
  Value *all = fresh;
  if (past)
    all = b.value("concat", {swapHeads(b, past), fresh}, attrsOf({{"axis", int64_t(1)}}));
  Value *place = b.value("sub", {p.rows, p.past});
  Value *isNew = b.value("greater_or_equal", {place, b.scalar(0)});
  Value *row = b.value("where", {isNew, b.value("add", {place, held}), p.rows});
  Value *last = b.value("sub", {b.value("add", {held, size}), b.scalar(1)});
  Value *index = b.value("unsqueeze", {b.value("min", {row, last}), b.ints({2})});
  Value *rows = b.value("gather_nd", {all, index}, attrsOf({{"batch_dims", int64_t(1)}}));
  Value *filled = b.value("unsqueeze", {b.value("less", {place, size}), b.ints({2, 3})});
  return swapHeads(b, b.value("where", {filled, rows, b.scalarLike(rows, 0)}));
}

Value *visible(RuleBuilder &b, const Places &p, int64_t window) {
  Value *query = b.value("unsqueeze", {p.steps, b.ints({2})});
  Value *seen = b.value("less_or_equal", {p.rows, query});
  if (window >= 0) {
    Value *first = b.value("sub", {query, b.scalar(window)});
    seen = b.value("and", {seen, b.value("greater", {p.rows, first})});
  }
  return b.value("unsqueeze", {seen, b.ints({1, 2})});
}

} // namespace fixcon

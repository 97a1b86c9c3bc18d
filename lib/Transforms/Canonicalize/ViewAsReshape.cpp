// flatten %x : [1, 8, 4, 4] -> [1, 128]    ->   reshape %x, [1, 128]
// reshape %x to the shape it has           ->   %x
// reshape(reshape %x)                      ->   reshape %x
//
// All of these keep the order of elements, so the result's shape says everything. One dim may be
// open: -1 stands for it. A reshape of an unknown shape stays as it is.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

static bool sameKnownShape(const Type &a, const Type &b) {
  bool open = !a.isTensor() || !a.isRanked();
  for (const Dim &dim : b.dims())
    open |= dim.isUnknown();
  return !open && a == b;
}

/// The shape with -1 for one open dim; a size of 0 would have another meaning in a reshape.
static std::optional<std::vector<int64_t>> constantShape(const Type &type) {
  std::vector<int64_t> shape;
  unsigned open = 0;
  for (const Dim &dim : type.dims()) {
    open += !dim.isStatic();
    shape.push_back(dim.isStatic() ? dim.size() : -1);
    if (shape.back() == 0)
      return std::nullopt;
  }
  if (open > 1)
    return std::nullopt;
  return shape;
}

bool canonicalizeViewAsReshape(Op &op) {
  Op *inner = producer(op.operand(0), "reshape");
  Value *x = inner ? inner->operand(0) : op.operand(0);
  const Type &type = op.result()->type();
  if (!type.isTensor() || !type.isRanked())
    return false;
  if (sameKnownShape(x->type(), type))
    return Rewriter(op, {inner}).replaceRoot(x);
  auto shape = constantShape(type);
  bool canonical =
      op.name() == "reshape" && constantInts(op.operand(1)) == shape && op.attrs().empty();
  if (!shape || (canonical && !inner))
    return false;
  Rewriter b(op, {inner});
  return b.replaceRoot(b.value("reshape", {x, b.ints(*shape)}));
}

} // namespace fixcon

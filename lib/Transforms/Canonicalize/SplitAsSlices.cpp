// %a, %b = split(%x, [2, 3]) {axis = 1}
//   -> %a = slice(%x, 0, 2, axis 1)
//      %b = slice(%x, 2, 5, axis 1)
//
// where all parts are there and their sizes known.
#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {
namespace {

/// Where each part begins, and the end; nothing if a size is not known.
std::optional<std::vector<int64_t>> bounds(const Op &op, size_t axis) {
  std::vector<int64_t> ends{0};
  for (unsigned i = 0; i < op.numResults(); ++i) {
    const Type &type = op.result(i)->type();
    if (!op.hasResult(i) || !type.isTensor() || !type.isRanked() || axis >= type.rank() ||
        !type.dim(axis).isStatic())
      return std::nullopt;
    ends.push_back(ends.back() + type.dim(axis).size());
  }
  return ends;
}

} // namespace

bool canonicalizeSplitAsSlices(Op &op) {
  int64_t axis = effectiveInt(op, "axis");
  auto rank = rankOf(op.operand(0));
  if (!rank || axis < 0 || axis >= *rank)
    return false;
  auto ends = bounds(op, static_cast<size_t>(axis));
  if (!ends)
    return false;
  for (unsigned i = 0; i < op.numResults(); ++i) {
    Rewriter b(op);
    Value *part = b.value("slice", {op.operand(0), b.ints({(*ends)[i]}), b.ints({(*ends)[i + 1]}),
                                    b.ints({axis}), b.ints({1})});
    part->setType(refined(part->type(), op.result(i)->type()));
    b.replace(op.result(i), part);
  }
  eraseIfDead(&op);
  return true;
}

} // namespace fixcon

// The diagonal of matrices is where the numbers of row and column are equal.
//
//   MATRIX_DIAG %d          ->  where(rows == columns, unsqueeze(%d), 0)
//   MATRIX_SET_DIAG %x, %d  ->  where(rows == columns, unsqueeze(%d) along the longer side, %x)
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

/// 0, 1, 2 ... as many as the one number of `length` says.
static Value *count(RuleBuilder &b, Value *length) {
  return b.value("range", {b.scalar(0), b.value("reshape", {length, b.ints({})}), b.scalar(1)});
}

LogicalResult ruleTFLiteMatrixDiag(Op &op, RuleBuilder &b) {
  bool sets = op.type() == "MATRIX_SET_DIAG";
  Value *diagonal = b.in(sets ? 1 : 0);
  auto rank = knownRank(b, sets ? 1 : 0);
  if (!rank || (sets && (!b.in(0)->type().isTensor() || !b.in(0)->type().isStatic())))
    return b.error() << "the sizes of its matrices are not known";
  Value *length = b.value("shape", {diagonal}, attrsOf({{"start", *rank - 1}}));
  Value *rows = count(b, length), *columns = rows,
        *along = b.value("unsqueeze", {diagonal, b.ints({*rank})});
  if (sets) {
    rows = count(b, b.value("shape", {b.in(0)}, attrsOf({{"start", *rank - 1}, {"end", *rank}})));
    columns =
        count(b, b.value("shape", {b.in(0)}, attrsOf({{"start", *rank}, {"end", *rank + 1}})));
    const Type &x = b.in(0)->type();
    if (x.dim(x.rank() - 2).size() > x.dim(x.rank() - 1).size())
      along = b.value("unsqueeze", {diagonal, b.ints({*rank - 1})});
  }
  Value *on = b.value("equal", {b.value("unsqueeze", {rows, b.ints({1})}), columns});
  Value *elsewhere = sets ? b.in(0) : b.scalarLike(diagonal, 0);
  b.result(0, b.value("where", {on, along, elsewhere}));
  return success();
}

} // namespace fixcon

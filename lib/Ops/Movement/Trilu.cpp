// The upper or the lower triangle of each matrix, zero elsewhere; the triangle begins k diagonals
// above the main one.
#include "Moves.h"

#include <algorithm>

namespace fixcon {
namespace {

struct TriluAttrs {
  int64_t upper = 1;

  template <class V> void visit(V &v) { v("upper", upper); }
};

LogicalResult inferTrilu(InferContext &context) {
  const Type &input = context.type(0);
  if (!input.isTensor() || (input.isRanked() && input.rank() < 2)) // c1
    return context.error("trilu_c1") << "input has type " << input.str();
  context.setResult(0, input);
  return success();
}

FailureOr<IndexMap> mapTrilu(InferContext &context, const Shape &shape) {
  auto given = knownInts(context, 1);
  if (context.has(1) && (!given || given->size() != 1)) // c2
    return context.error("trilu_c2") << "k is not a known number";
  size_t rank = shape.size();
  int64_t rows = shape[rank - 2], columns = shape[rank - 1];
  // Diagonals beyond the corners are all alike.
  int64_t k = std::clamp(given ? (*given)[0] : 0, -rows, columns);
  auto d = dimExprs(rank);
  IndexExpr diagonal = d[rank - 1] - d[rank - 2];
  IndexMap map = readAt(shape, d);
  bool upper = context.attrs<TriluAttrs>().upper != 0;
  map.pieces[0].guards.push_back({diagonal, upper ? k : -rows, upper ? columns : k + 1});
  return map;
}

} // namespace

OpDef defineTrilu() {
  return OpDef("trilu")
      .summary("One triangle of each matrix, zero elsewhere.")
      .operand("input")
      .optional("k", Role::Hyperparameter)
      .dtypes(integerTypes, {"k"})
      .attrs<TriluAttrs>()
      .infer(inferTrilu)
      .movement(moveAfter(inferTrilu, mapTrilu))
      .onnx("Trilu", 14);
}

} // namespace fixcon

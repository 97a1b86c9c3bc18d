// gemm(%x, %w, %c) {alpha = a, beta = e, transB = 1}   ->   gemm(%x, a * transpose of %w, e * %c)
//
// for a constant %w and a %c that is absent or constant along the columns, whose elements stand in
// a vector. A transposed left operand becomes a transpose.
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

static double number(const Op &op, const char *name) {
  Attribute value = effective(op, name);
  return value.get<double>() ? *value.get<double>() : 1;
}

static std::optional<Tensor> times(double factor, DType dtype, Shape shape,
                                   const std::vector<double> &from) {
  std::vector<double> values = from;
  for (double &value : values)
    value *= factor;
  return foldedTensorOf(dtype, std::move(shape), values, from);
}

bool canonicalizeGemmForm(Op &op) {
  const Tensor *w = constantOf(op.operand(1)), *c = constantOf(op.operand(2));
  if (!w || w->rank() != 2 || !isFloat(w->dtype()) || (op.operand(2) && !c))
    return false;
  bool transA = effectiveInt(op, "transA"), transB = effectiveInt(op, "transB");
  double alpha = number(op, "alpha"), beta = number(op, "beta");
  int64_t columns = w->shape()[transB ? 0 : 1];
  auto row = c ? alongAxis(*c, 2, 1, columns) : std::nullopt;
  bool plain = !transA && !transB && alpha == 1 &&
               (!c || (beta == 1 && c->rank() == 1 && c->size() == columns));
  if (plain || (c && !row))
    return false;
  Tensor matrix = transB ? transpose(*w, Permutation{1, 0}) : *w;
  auto product = times(alpha, w->dtype(), matrix.shape(), matrix.toDoubles());
  auto addend = row ? times(beta, c->dtype(), {columns}, *row) : std::nullopt;
  if (!product || (row && !addend))
    return false;
  Rewriter b(op);
  std::vector<Value *> operands{op.operand(0), op.operand(1)};
  if (transA)
    operands[0] = transposed(b, operands[0], {1, 0});
  if (transB || alpha != 1)
    operands[1] = b.folded(std::move(*product), {op.operand(1)});
  if (addend)
    operands.push_back(b.folded(std::move(*addend), {op.operand(2)}));
  return b.replaceRoot(b.value("gemm", operands));
}

} // namespace fixcon

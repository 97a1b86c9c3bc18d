// batch_normalization(%x, s, b, m, v) {epsilon = e}
//   -> add(mul(%x, k), b - m * k),  k = s / sqrt(v + e)
//
// The constants are computed in f64 and rounded once to the dtype of the parameters. Training mode
// takes its moments from the data and stays; so does one with a factor that is infinite.
#include "fixcon/Transforms/Rewrite.h"

#include <cmath>

namespace fixcon {

bool canonicalizeBatchNormAsAffine(Op &op) {
  auto rank = rankOf(op.operand(0));
  if (effectiveInt(op, "training_mode") || op.numResults() != 1 || !rank || *rank < 2)
    return false;
  std::vector<double> p[4];
  for (unsigned i = 0; i < 4; ++i) {
    const Tensor *tensor = constantOf(op.operand(i + 1));
    if (!tensor || tensor->rank() != 1 ||
        (i && tensor->size() != static_cast<int64_t>(p[0].size())))
      return false;
    p[i] = tensor->toDoubles();
  }
  Attribute epsilon = effective(op, "epsilon");
  std::vector<double> factor, addend;
  for (size_t c = 0; c < p[0].size(); ++c) {
    factor.push_back(p[0][c] / std::sqrt(p[3][c] + *epsilon.get<double>()));
    addend.push_back(p[1][c] - p[2][c] * factor[c]);
  }
  DType dtype = op.operand(1)->tensor().dtype();
  Shape shape(static_cast<size_t>(*rank - 1), 1);
  shape[0] = static_cast<int64_t>(factor.size());
  auto factors = foldedTensorOf(dtype, shape, factor, p[0]);
  auto addends = foldedTensorOf(dtype, shape, addend, p[1]);
  if (!factors || !addends)
    return false;
  Rewriter b(op);
  Value *k = b.folded(std::move(*factors), {op.operand(1), op.operand(4)});
  Value *a =
      b.folded(std::move(*addends), {op.operand(1), op.operand(2), op.operand(3), op.operand(4)});
  return b.replaceRoot(b.value("add", {b.value("mul", {op.operand(0), k}), a}));
}

} // namespace fixcon

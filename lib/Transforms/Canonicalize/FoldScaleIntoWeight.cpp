// mul(conv(%x, %w, %b), k)   ->   conv(%x, %w * k, %b * k)        k constant along the channels
//   div(gemm(%x, %w, %b), k)   ->   gemm(%x, %w / k, %b / k)        k constant along the columns
//
// A linear op commutes with scaling its output channels. Computed in f64, rounded once to the
// weight's dtype. The product must have no other use.
#include "Linear.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeFoldScaleIntoWeight(Op &op) {
  Op *linear = op.operand(0)->definingOp();
  const Tensor *k = constantOf(op.operand(1));
  auto form = linear ? linearForm(*linear) : std::nullopt;
  if (!form || !k || !hasOneUse(linear->result()))
    return false;
  auto factor = alongAxis(*k, form->rank, form->axis, form->channels);
  if (!factor)
    return false;
  if (op.name() == "div")
    for (double &f : *factor)
      f = 1 / f;
  Rewriter b(op, {linear});
  Value *w = b.folded(form->scaled(*factor), {linear->operand(1), op.operand(1)});
  std::vector<Value *> operands{linear->operand(0), w};
  if (Value *bias = linear->operand(2)) {
    std::vector<double> values = bias->tensor().toDoubles();
    for (size_t i = 0; i < values.size(); ++i)
      values[i] *= (*factor)[i];
    operands.push_back(b.folded(tensorOf(bias->tensor().dtype(), bias->tensor().shape(), values),
                                {bias, op.operand(1)}));
  }
  return b.replaceRoot(b.value(linear->name(), operands, linear->attrs()));
}

} // namespace fixcon

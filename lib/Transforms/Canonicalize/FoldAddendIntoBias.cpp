// add(conv(%x, %w, %b), c)   ->   conv(%x, %w, %b + c)        c constant along the channels
// add(gemm(%x, %w), c)       ->   gemm(%x, %w, c)             c constant along the columns
//
// The product must have no other use.
#include "Canonicalize/Support/Linear.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeFoldAddendIntoBias(Op &op) {
  Op *linear = op.operand(0)->definingOp();
  const Tensor *c = constantOf(op.operand(1));
  auto form = linear ? linearForm(*linear) : std::nullopt;
  if (!form || !form->takesBias() || !c || !hasOneUse(linear->result()))
    return false;
  auto addend = alongAxis(*c, form->rank, form->axis, form->channels.count);
  if (!addend)
    return false;
  std::vector<double> from = *addend;
  Value *bias = form->bias(*linear);
  if (bias) {
    std::vector<double> values = bias->tensor().toDoubles();
    for (size_t i = 0; i < values.size(); ++i)
      (*addend)[i] += values[i];
  }
  auto total = foldedTensorOf(c->dtype(), {form->channels.count}, *addend, from);
  if (!total)
    return false;
  Rewriter b(op, {linear});
  Value *sum = b.folded(std::move(*total), {bias, op.operand(1)});
  Value *weight = linear->operand(form->channels.trait.weight);
  return b.replaceRoot(
      b.value(linear->name(), form->operands(*linear, weight, sum), linear->attrs()));
}

} // namespace fixcon

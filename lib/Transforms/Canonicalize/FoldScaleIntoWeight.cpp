// mul(conv(%x, %w, %b), k)   ->   conv(%x, %w * k, %b * k)    k constant along the channels
// div(gemm(%x, %w, %b), k)   ->   gemm(%x, %w / k, %b / k)    k constant along the columns
//
// A linear op commutes with scaling its output channels. Computed in f64, rounded once to the
// weight's dtype. The product must have no other use.
#include "Linear.h"
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

/// A bias of 0 that is absent stays so, unless a factor is no number: that makes NaN of every
/// element, also of those that see nothing but padding.
static bool needsBias(const LinearForm &form, const Value *bias,
                      const std::vector<double> &factor) {
  return bias || (form.takesBias &&
                  std::ranges::any_of(factor, [](double f) { return std::isnan(0 * f); }));
}

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
  auto weight = form->scaled(*factor);
  Value *bias = linear->operand(2);
  std::vector<double> addend(factor->size(), 0.0);
  if (bias)
    addend = bias->tensor().toDoubles();
  std::vector<double> scaled = addend;
  for (size_t i = 0; i < scaled.size(); ++i)
    scaled[i] *= (*factor)[i];
  auto scaledBias = foldedTensorOf(form->weight->dtype(), {form->channels}, scaled, addend);
  if (!weight || !scaledBias)
    return false;
  Rewriter b(op, {linear});
  std::vector<Value *> operands{linear->operand(0),
                                b.folded(std::move(*weight), {linear->operand(1), op.operand(1)})};
  if (needsBias(*form, bias, *factor))
    operands.push_back(b.folded(std::move(*scaledBias), {bias, op.operand(1)}));
  return b.replaceRoot(b.value(linear->name(), operands, linear->attrs()));
}

} // namespace fixcon

// mul(conv(%x, %w, %b), k)   ->   conv(%x, %w * k, %b * k)    k constant along the channels
// div(gemm(%x, %w, %b), k)   ->   gemm(%x, %w / k, %b / k)    k constant along the columns
//
// A linear op commutes with scaling its output channels. Computed in f64, rounded once to the
// weight's dtype. The product must have no other use.
#include "Canonicalize/Support/Linear.h"
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

/// A bias of 0 that is absent stays so, unless a factor is no number: that makes NaN of every
/// element, also of those that see nothing but padding.
static bool needsBias(const LinearForm &form, const Value *bias,
                      const std::vector<double> &factor) {
  return bias || (form.takesBias() &&
                  std::ranges::any_of(factor, [](double f) { return std::isnan(0 * f); }));
}

bool canonicalizeFoldScaleIntoWeight(Op &op) {
  Op *linear = op.operand(0)->definingOp();
  const Tensor *k = constantOf(op.operand(1));
  auto form = linear ? linearForm(*linear) : std::nullopt;
  if (!form || !k || !hasOneUse(linear->result()))
    return false;
  auto factor = alongAxis(*k, form->rank, form->axis, form->channels.count);
  if (!factor)
    return false;
  if (traitsOf(op).product == -1)
    for (double &f : *factor)
      f = 1 / f;
  auto weight = form->scaled(*factor);
  Value *bias = form->bias(*linear);
  std::vector<double> addend(factor->size(), 0.0);
  if (bias)
    addend = bias->tensor().toDoubles();
  std::vector<double> scaled = addend;
  for (size_t i = 0; i < scaled.size(); ++i)
    scaled[i] *= (*factor)[i];
  auto scaledBias = foldedTensorOf(form->weight->dtype(), {form->channels.count}, scaled, addend);
  if (!weight || !scaledBias)
    return false;
  Rewriter b(op, {linear});
  Value *oldWeight = linear->operand(form->channels.trait.weight);
  Value *newWeight = b.folded(std::move(*weight), {oldWeight, op.operand(1)});
  Value *newBias = needsBias(*form, bias, *factor)
                       ? b.folded(std::move(*scaledBias), {bias, op.operand(1)})
                       : nullptr;
  return b.replaceRoot(
      b.value(linear->name(), form->operands(*linear, newWeight, newBias), linear->attrs()));
}

} // namespace fixcon

// mul(layer_normalization(%x, s), c)      ->   layer_normalization(%x, s * c)
// add(layer_normalization(%x, s, b), c)   ->   layer_normalization(%x, s, b + c)
//
// for constants s, b and c of one shape, or c of one element; the normalisation must have no other
// use or result. A factor goes in only before there is a bias. The same for the scale of
// rms_normalization.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {
namespace {

std::optional<std::vector<double>> like(const Tensor &scale, const Tensor *c) {
  if (!c || !isFloat(c->dtype()) || (c->size() != 1 && c->shape() != scale.shape()) ||
      c->rank() > scale.rank())
    return std::nullopt;
  std::vector<double> values = c->toDoubles();
  values.resize(static_cast<size_t>(scale.size()), values.empty() ? 0 : values[0]);
  return values;
}

void combine(std::vector<double> &values, const Tensor &by, bool product) {
  std::vector<double> others = by.toDoubles();
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = product ? values[i] * others[i] : values[i] + others[i];
}

/// What the op multiplies by or adds, of its second operand.
void applySign(std::vector<double> &values, const Traits &traits) {
  for (double &value : values)
    value = traits.product == -1 ? 1 / value : traits.sum == -1 ? -value : value;
}

} // namespace

bool canonicalizeFoldIntoNorm(Op &op) {
  bool product = traitsOf(op).product != 0;
  Op *norm = producer(op.operand(0), "layer_normalization");
  if (!norm && product)
    norm = producer(op.operand(0), "rms_normalization");
  const Tensor *scale = norm ? constantOf(norm->operand(1)) : nullptr;
  auto values = scale ? like(*scale, constantOf(op.operand(1))) : std::nullopt;
  Value *bias = norm ? norm->operand(2) : nullptr;
  const Tensor *old = constantOf(bias);
  if (!values || norm->hasResult(1) || norm->hasResult(2) || !hasOneUse(norm->result()) ||
      (bias && (product || !old || old->shape() != scale->shape())))
    return false;
  applySign(*values, traitsOf(op));
  std::vector<double> from = product || old ? (product ? *scale : *old).toDoubles() : *values;
  if (product || old)
    combine(*values, product ? *scale : *old, product);
  auto folded = foldedTensorOf(scale->dtype(), scale->shape(), *values, from);
  if (!folded)
    return false;
  Rewriter b(op, {norm});
  std::vector<Value *> operands = norm->operands();
  operands.resize(product ? 2 : 3);
  operands.back() =
      b.folded(std::move(*folded), {product ? norm->operand(1) : bias, op.operand(1)});
  return b.replaceRoot(b.value(norm->name(), operands, norm->attrs()));
}

} // namespace fixcon

// slice(gemm(%x, %w, %b), columns i to j)   ->   gemm(%x, columns i to j of %w, i to j of %b)
// slice(add(mat_mul(%x, %w), b), ...)       ->   add(mat_mul(%x, columns of %w), part of b)
//
// Projections of one operand that are packed into one product are several products. All that reads the
// product takes channels of it, and together no more than there are, so nothing is computed twice.
#include "Canonicalize/Support/Linear.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Channels `start` to `end`.
struct Part {
  int64_t start, end;
};

std::optional<Part> partOf(const Op &op, int64_t axis) {
  auto starts = constantInts(op.operand(1)), ends = constantInts(op.operand(2));
  auto axes = constantInts(op.operand(3)), steps = constantInts(op.operand(4));
  std::vector<int64_t> onlyAxis{axis}, onlyOne{1};
  if (op.name() != "slice" || !starts || !ends || axes != onlyAxis || steps != onlyOne ||
      starts->size() != 1 || ends->size() != 1 || starts->front() < 0 ||
      ends->front() <= starts->front())
    return std::nullopt;
  return Part{starts->front(), ends->front()};
}

bool isCutUp(const Value *product, int64_t axis, int64_t channels) {
  int64_t taken = 0;
  for (const Use &use : product->uses()) {
    auto part = use.op && use.index == 0 ? partOf(*use.op, axis) : std::nullopt;
    if (!part || part->end > channels)
      return false;
    taken += part->end - part->start;
  }
  return taken <= channels;
}

/// Where a constant is added to a product, the product.
Op *linearBehind(Op *op) {
  bool isSum = op && traitsOf(*op).sum == 1 && constantOf(op->operand(1));
  Op *product = isSum ? op->operand(0)->definingOp() : op;
  return !isSum || (product && hasOneUse(product->result())) ? product : nullptr;
}

Tensor partOfWeight(const LinearForm &form, const Part &part) {
  std::vector<double> values;
  for (int64_t i = 0; i < form.weight->size(); ++i)
    if (int64_t channel = form.channels.channelOf(i); channel >= part.start && channel < part.end)
      values.push_back(form.weight->toDouble(i));
  Shape shape = form.weight->shape();
  auto axis = axisFromFront(form.channels.trait.weightAxis, shape.size());
  shape[*axis] = part.end - part.start;
  return tensorOf(form.weight->dtype(), shape, values);
}

Tensor partOfVector(DType dtype, const std::vector<double> &values, const Part &part) {
  return tensorOf(dtype, {part.end - part.start},
                  {values.begin() + part.start, values.begin() + part.end});
}

} // namespace

bool canonicalizeSliceIntoWeight(Op &op) {
  Op *product = op.operand(0)->definingOp(), *linear = linearBehind(product);
  auto form = linear ? linearForm(*linear) : std::nullopt;
  auto part = form ? partOf(op, form->axis) : std::nullopt;
  if (!part || !isCutUp(op.operand(0), form->axis, form->channels.count) ||
      (linear->attrs().find("group") && effectiveInt(*linear, "group") != 1))
    return false;
  std::optional<std::vector<double>> addend;
  if (product != linear) {
    addend =
        alongAxis(*constantOf(product->operand(1)), form->rank, form->axis, form->channels.count);
    if (!addend || product->result()->type() != linear->result()->type() ||
        form->axis + 1 != form->rank)
      return false;
  }
  Rewriter b(op, {product, linear});
  Value *weight = linear->operand(form->channels.trait.weight), *bias = form->bias(*linear);
  Value *biasPart =
      bias ? b.folded(partOfVector(bias->tensor().dtype(), bias->tensor().toDoubles(), *part),
                      {bias})
           : nullptr;
  Value *y =
      b.value(linear->name(),
              form->operands(*linear, b.folded(partOfWeight(*form, *part), {weight}), biasPart),
              linear->attrs());
  if (addend)
    y = b.value("add", {y, b.folded(partOfVector(form->weight->dtype(), *addend, *part),
                                    {product->operand(1)})});
  return b.replaceRoot(y);
}

} // namespace fixcon

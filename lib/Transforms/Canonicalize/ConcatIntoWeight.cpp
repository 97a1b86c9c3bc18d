// concat(gemm(%x, %v, %a), gemm(%x, %w, %b))                 ->   gemm(%x, concat(%v, %w), concat(%a, %b))
// concat(add(mat_mul(%x, %v), a), add(mat_mul(%x, %w), b))   ->   add(mat_mul(%x, concat(%v, %w)), concat(a, b))
//
// Narrow layers of one operand whose channels come to lie beside each other are one wide layer.
#include "Canonicalize/Support/Linear.h"

#include <algorithm>

namespace fixcon {
namespace {

/// A layer of some channels, perhaps with a constant added behind it.
struct Narrow {
  Op *linear, *sum; ///< the last is null where nothing is added
  LinearForm form;
  std::vector<double> addend;
};

std::optional<Narrow> narrowOf(const Value *value, int64_t axis) {
  Op *op = value ? value->definingOp() : nullptr;
  if (!op || !hasOneUse(value))
    return std::nullopt;
  bool isSum = traitsOf(*op).sum == 1 && constantOf(op->operand(1));
  Op *linear = isSum ? op->operand(0)->definingOp() : op;
  auto form =
      linear && (!isSum || hasOneUse(linear->result())) ? linearForm(*linear) : std::nullopt;
  if (!form || form->axis != axis ||
      (linear->attrs().find("group") && effectiveInt(*linear, "group") != 1))
    return std::nullopt;
  Narrow narrow{linear, isSum ? op : nullptr, std::move(*form), {}};
  if (isSum) {
    // A vector can be added behind the wide layer only along the last axis.
    auto addend =
        alongAxis(*constantOf(op->operand(1)), narrow.form.rank, axis, narrow.form.channels.count);
    if (!addend || axis + 1 != narrow.form.rank || op->result()->type() != linear->result()->type())
      return std::nullopt;
    narrow.addend = std::move(*addend);
  }
  return narrow;
}

/// Axis of the weight along which output channels lie.
size_t weightAxisOf(const LinearForm &form) {
  return *axisFromFront(form.channels.trait.weightAxis, form.weight->shape().size());
}

bool haveOneShapeBut(const Shape &a, const Shape &b, size_t axis) {
  Shape x = a, y = b;
  if (x.size() != y.size() || axis >= x.size())
    return false;
  x[axis] = y[axis] = 0;
  return x == y;
}

bool lieBesideEachOther(const Narrow &a, const Narrow &b) {
  auto isParameter = [&](unsigned i) {
    const LinearTrait &trait = a.form.channels.trait;
    return i == trait.weight || (trait.bias && i == *trait.bias);
  };
  for (unsigned i = 0; i < std::max(a.linear->numOperands(), b.linear->numOperands()); ++i)
    if (!isParameter(i) && a.linear->operand(i) != b.linear->operand(i))
      return false;
  return a.linear->name() == b.linear->name() && a.linear->attrs() == b.linear->attrs() &&
         !a.sum == !b.sum && a.form.weight->dtype() == b.form.weight->dtype() &&
         haveOneShapeBut(a.form.weight->shape(), b.form.weight->shape(), weightAxisOf(a.form));
}

std::vector<double> besideEachOther(const Narrow &a, const Narrow &b) {
  size_t axis = weightAxisOf(a.form);
  auto blockOf = [&](const Tensor &t) {
    int64_t block = 1;
    for (size_t i = axis; i < t.shape().size(); ++i)
      block *= t.shape()[i];
    return block;
  };
  std::vector<double> x = a.form.weight->toDoubles(), y = b.form.weight->toDoubles(), out;
  int64_t m = blockOf(*a.form.weight), n = blockOf(*b.form.weight);
  for (auto p = x.begin(), q = y.begin(); p != x.end(); p += m, q += n) {
    out.insert(out.end(), p, p + m);
    out.insert(out.end(), q, q + n);
  }
  return out;
}

std::vector<double> biasOf(const Narrow &narrow) {
  const Value *bias = narrow.form.bias(*narrow.linear);
  return bias ? bias->tensor().toDoubles()
              : std::vector<double>(static_cast<size_t>(narrow.form.channels.count), 0);
}

Tensor vectorOf(DType dtype, std::vector<double> first, const std::vector<double> &second) {
  first.insert(first.end(), second.begin(), second.end());
  return tensorOf(dtype, {static_cast<int64_t>(first.size())}, first);
}

std::vector<const Op *> opsOf(const Narrow &a, const Narrow &b) {
  std::vector<const Op *> ops{a.linear, b.linear};
  for (const Narrow *narrow : {&a, &b})
    if (narrow->sum)
      ops.push_back(narrow->sum);
  return ops;
}

Value *wide(Rewriter &b, const Narrow &first, const Narrow &second) {
  const LinearTrait &trait = first.form.channels.trait;
  DType dtype = first.form.weight->dtype();
  Shape shape = first.form.weight->shape();
  shape[weightAxisOf(first.form)] += second.form.weight->shape()[weightAxisOf(second.form)];
  Value *weight =
      b.folded(tensorOf(dtype, shape, besideEachOther(first, second)),
               {first.linear->operand(trait.weight), second.linear->operand(trait.weight)});
  const Value *p = first.form.bias(*first.linear), *q = second.form.bias(*second.linear);
  Value *bias = nullptr;
  if (p || q)
    bias = b.folded(vectorOf((p ? p : q)->tensor().dtype(), biasOf(first), biasOf(second)),
                    {p ? p : q, q ? q : p});
  Value *y = b.value(first.linear->name(), first.form.operands(*first.linear, weight, bias),
                     first.linear->attrs());
  if (first.sum)
    y = b.value("add", {y, b.folded(vectorOf(dtype, first.addend, second.addend),
                                    {first.sum->operand(1), second.sum->operand(1)})});
  return y;
}

} // namespace

bool canonicalizeConcatIntoWeight(Op &op) {
  auto rank = rankOf(op.result());
  int64_t axis = effectiveInt(op, "axis");
  if (!rank || axis < 0)
    return false;
  for (unsigned i = 0; i + 1 < op.numOperands(); ++i) {
    auto first = narrowOf(op.operand(i), axis);
    auto second = first ? narrowOf(op.operand(i + 1), axis) : std::nullopt;
    if (!second || !lieBesideEachOther(*first, *second))
      continue;
    bool isAll = op.numOperands() == 2;
    // What stays apart keeps the name of the concatenation.
    Rewriter b(op, opsOf(*first, *second));
    Value *y = wide(b, *first, *second);
    if (isAll)
      return b.replaceRoot(y);
    std::vector<Value *> operands = op.operands();
    operands[i] = y;
    operands.erase(operands.begin() + i + 1);
    return b.replaceRoot(b.value("concat", operands, op.attrs()));
  }
  return false;
}

} // namespace fixcon

// add(transpose %x {p}, %c)   ->   transpose(add(%x, transpose of %c back)) {p}
//
// An elementwise op does not care for the order of axes, so a transpose of its operands can be done
// to its result. All operands must be the same permutation of something, constants (permuted back),
// or scalars. Transposes so run towards each other and vanish. A reshape that moves axes of size 1
// alone, as of a gate that is one number for each channel, is such a permutation, too.
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

/// The shape of a reshaped value under the order of axes before `perm`; nothing if that moves other
/// axes than those of size 1, so that it is no reshape.
static std::optional<Shape> shapeBefore(const Value *v, const Attribute::Ints &perm) {
  if (!producer(v, "reshape") || rankOf(v) != static_cast<int64_t>(perm.size()))
    return std::nullopt;
  Shape before(perm.size());
  int64_t last = -1, open = 0;
  for (size_t i = 0; i < perm.size(); ++i) {
    const Dim &dim = v->type().dim(i);
    int64_t size = dim.isStatic() ? dim.size() : -1;
    before[static_cast<size_t>(perm[i])] = size;
    open += size < 0;
    if (size == 0 || open > 1 || (size != 1 && perm[i] < last))
      return std::nullopt;
    if (size != 1)
      last = perm[i];
  }
  return before;
}

/// The permutation that all operands which are neither constants nor scalars have in common.
static std::optional<Attribute::Ints> commonPerm(const Op &op) {
  std::optional<Attribute::Ints> common;
  std::vector<const Value *> reshaped;
  for (const Value *v : op.operands()) {
    if (!v || v->isWeight() || rankOf(v) == 0)
      continue;
    if (producer(v, "reshape")) {
      reshaped.push_back(v);
      continue;
    }
    Op *transpose = producer(v, "transpose");
    auto perm = transpose ? permOf(*transpose) : std::nullopt;
    if (!perm || (common && *common != *perm))
      return std::nullopt;
    common = perm;
  }
  for (const Value *v : reshaped)
    if (common && !shapeBefore(v, *common))
      return std::nullopt;
  for (const Value *v : op.operands())
    if (common && v && v->isWeight() && v->tensor().rank() > common->size())
      return std::nullopt;
  return common;
}

static Value *unpermuted(Rewriter &b, Value *v, const Attribute::Ints &perm) {
  if (rankOf(v) == 0)
    return v;
  if (!v->isWeight())
    return producer(v, "reshape")
               ? b.value("reshape", {v->definingOp()->operand(0), b.ints(*shapeBefore(v, perm))})
               : v->definingOp()->operand(0);
  if (v->tensor().size() == 1)
    return b.folded(v->tensor().reshaped({}), {v});
  Shape full(perm.size() - v->tensor().rank(), 1);
  full.insert(full.end(), v->tensor().shape().begin(), v->tensor().shape().end());
  return b.folded(transpose(v->tensor().reshaped(full), inverse(perm)), {v});
}

bool canonicalizeSinkTransposeElementwise(Op &op) {
  if (op.numResults() != 1)
    return false;
  auto perm = commonPerm(op);
  if (!perm)
    return false;
  Rewriter b(op);
  std::vector<Value *> operands;
  std::vector<const Op *> transposes;
  for (Value *v : op.operands()) {
    operands.push_back(v ? unpermuted(b, v, *perm) : nullptr);
    if (const Op *transpose = v ? producer(v, "transpose") : nullptr)
      transposes.push_back(transpose);
  }
  return b.replaceRoot(
      b.moved(transposed(b, b.value(op.name(), operands, op.attrs()), *perm), transposes));
}

} // namespace fixcon

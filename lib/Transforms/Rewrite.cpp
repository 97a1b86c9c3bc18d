// What a rewrite makes has the origins of every op that it matched, so each core op leads back to
// faithful ones. Matched ops go only when nobody uses them any more: other users keep theirs.
// A folded constant that overflows where the numbers it is made of did not stops the rewrite.
#include "fixcon/Transforms/Rewrite.h"

#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

const Tensor *constantOf(const Value *value) {
  return value && value->isWeight() ? &value->tensor() : nullptr;
}

std::optional<double> constantScalar(const Value *value) {
  const Tensor *tensor = constantOf(value);
  if (!tensor || tensor->size() != 1 || !isReal(tensor->dtype()))
    return std::nullopt;
  return tensor->toDouble(0);
}

std::optional<std::vector<int64_t>> constantInts(const Value *value) {
  const Tensor *tensor = constantOf(value);
  if (!tensor || !isInteger(tensor->dtype()))
    return std::nullopt;
  return tensor->toInts();
}

Op *producer(const Value *value, std::string_view core) {
  Op *op = value ? value->definingOp() : nullptr;
  return op && op->name() == core ? op : nullptr;
}

const Traits &traitsOf(const Op &op) {
  static const Traits none;
  const OpDef *def = opDef(op);
  return def ? def->traits() : none;
}

const Traits &traitsOf(const Value *value) {
  static const Traits none;
  const Op *op = value ? value->definingOp() : nullptr;
  return op ? traitsOf(*op) : none;
}

bool hasOneUse(const Value *value) { return value->uses().size() == 1; }

std::optional<Shape> staticShape(const Value *value) {
  if (!value || !value->type().isTensor() || !value->type().isStatic())
    return std::nullopt;
  return value->type().shape();
}

std::optional<int64_t> rankOf(const Value *value) {
  if (!value || !value->type().isTensor() || !value->type().isRanked())
    return std::nullopt;
  return static_cast<int64_t>(value->type().rank());
}

std::optional<std::vector<double>> alongAxis(const Tensor &constant, int64_t resultRank,
                                             int64_t axis, int64_t size) {
  auto rank = static_cast<int64_t>(constant.rank());
  if (!isFloat(constant.dtype()) || rank > resultRank)
    return std::nullopt;
  for (int64_t i = 0; i < rank; ++i) {
    int64_t extent = constant.shape()[static_cast<size_t>(i)];
    bool here = i + resultRank - rank == axis;
    if (extent != 1 && !(here && extent == size))
      return std::nullopt;
  }
  std::vector<double> values = constant.toDoubles();
  if (values.size() == 1)
    values.assign(static_cast<size_t>(size), values[0]);
  return values;
}

Attribute effective(const Op &op, std::string_view name) {
  const OpDef *def = opDef(op);
  return def ? def->effective(op, name) : Attribute();
}

bool everyIs(const Op &op, std::string_view name, int64_t value) {
  const auto *list = op.attr<Attribute::Ints>(name);
  return !list || std::ranges::all_of(*list, [&](int64_t v) { return v == value; });
}

std::string effectiveWord(const Op &op, std::string_view name) {
  Attribute value = effective(op, name);
  const auto *word = value.get<std::string>();
  return word ? *word : std::string();
}

int64_t effectiveInt(const Op &op, std::string_view name) {
  Attribute value = effective(op, name);
  const int64_t *number = value.get<int64_t>();
  return number ? *number : 0;
}

Tensor tensorOf(DType dtype, Shape shape, const std::vector<double> &values) {
  return Tensor::of<double>(std::move(shape), values).converted(dtype);
}

std::optional<Tensor> foldedTensorOf(DType dtype, Shape shape, const std::vector<double> &values,
                                     const std::vector<double> &from) {
  Tensor tensor = tensorOf(dtype, std::move(shape), values);
  std::vector<double> rounded = tensor.toDoubles();
  for (size_t i = 0; i < rounded.size(); ++i)
    if (std::isinf(rounded[i]) && !std::isinf(from[i]))
      return std::nullopt;
  return tensor;
}

static std::vector<std::string> unitedOrigins(const Op &root,
                                              const std::vector<const Op *> &matched) {
  std::vector<std::string> origins;
  for (const Op *op : matched)
    if (op)
      addOrigins(origins, op->origins());
  addOrigins(origins, root.origins());
  return origins;
}

static std::string stemOf(const Op &root) {
  return root.numResults() ? root.result()->name() : root.name();
}

Rewriter::Rewriter(Op &root, std::initializer_list<const Op *> matched)
    : Rewriter(root, std::vector<const Op *>(matched)) {}

Rewriter::Rewriter(Op &root, const std::vector<const Op *> &matched)
    : CoreBuilder(root, stemOf(root), unitedOrigins(root, matched)), root(&root) {}

Value *Rewriter::moved(Value *value, const std::vector<const Op *> &movers) {
  std::vector<std::string> origins;
  for (const Op *op : movers)
    addOrigins(origins, op->origins());
  if (Op *op = value->definingOp(); op && op->name() == movers.front()->name())
    op->setOrigins(std::move(origins));
  return value;
}

Value *Rewriter::folded(Tensor tensor, std::initializer_list<const Value *> from) {
  std::vector<std::string> origins;
  for (const Value *value : from)
    if (value)
      addOrigins(origins, value->origins());
  return constant(std::move(tensor), origins);
}

bool Rewriter::replaceRoot(Value *by) {
  Value *old = root->result();
  if (by->isResult())
    by->setType(refined(by->type(), old->type()));
  replace(old, by);
  eraseIfDead(root);
  return true;
}

static void collectBetween(const Value *x, const Op &op, std::vector<const Op *> &ops) {
  for (const Value *operand : op.operands()) {
    const Op *maker = operand && operand != x ? operand->definingOp() : nullptr;
    if (!maker || std::find(ops.begin(), ops.end(), maker) != ops.end())
      continue;
    collectBetween(x, *maker, ops);
    ops.push_back(maker);
  }
}

std::vector<const Op *> opsBetween(const Value *x, const Op &root) {
  std::vector<const Op *> ops;
  collectBetween(x, root, ops);
  return ops;
}

void eraseIfDead(Op *first) {
  std::vector<Op *> pending{first};
  while (!pending.empty()) {
    Op *op = pending.back();
    pending.pop_back();
    if (op->isUsed())
      return;
    std::vector<Value *> operands = op->operands();
    op->erase();
    for (size_t i = 0; i < operands.size(); ++i) {
      Op *maker = operands[i] ? operands[i]->definingOp() : nullptr;
      bool queued = std::find(pending.begin(), pending.end(), maker) != pending.end();
      if (maker && !queued && !maker->isUsed())
        pending.push_back(maker);
    }
  }
}

} // namespace fixcon

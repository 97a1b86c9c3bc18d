#include "fixcon/Localize/Hyperparameters.h"

#include "fixcon/IR/Graph.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

/// Elements of a constant operand, in a form that ignores the integer width of the file.
static Attribute valueOf(const Value *v) {
  if (!v)
    return {};
  const Tensor &t = v->tensor();
  if (t.isString())
    return Attribute(t);
  if (isInteger(t.dtype()))
    return t.toInts();
  return t.toDoubles();
}

static bool configures(Role role) { return role == Role::Shape || role == Role::Hyperparameter; }

/// Bounds and fills beyond f32 rounding of each other.
static bool sameNumbers(const Attribute &a, const Attribute &b) {
  const auto *x = a.get<Attribute::Floats>();
  const auto *y = b.get<Attribute::Floats>();
  if (!x || !y)
    return a == b;
  auto near = [](double p, double q) {
    return p == q || roundTo(DType::F32, p) == roundTo(DType::F32, q);
  };
  return std::equal(x->begin(), x->end(), y->begin(), y->end(), near);
}

static bool sameNumber(const Attribute &a, const Attribute &b) {
  const double *x = a.get<double>(), *y = b.get<double>();
  return x && y ? roundTo(DType::F32, *x) == roundTo(DType::F32, *y) : a == b;
}

std::vector<HyperparameterDifference> hyperparameterDifferences(const Op &source,
                                                                const Op &target) {
  std::vector<HyperparameterDifference> out;
  const OpDef *def = opDef(target);
  for (const AttrDef &a : def->attributes()) {
    Attribute s = def->effective(source, a.name), t = def->effective(target, a.name);
    if (!sameNumber(s, t))
      out.push_back({a.name, s, t, -1});
  }
  unsigned count = std::max(source.numOperands(), target.numOperands());
  for (unsigned i = 0; i < count; ++i) {
    const OperandDef *operand = def->operandDef(i);
    const Value *s = source.operand(i), *t = target.operand(i);
    if (!operand || !configures(operand->role) || (s && !s->isWeight()) || (t && !t->isWeight()))
      continue;
    Attribute sv = valueOf(s), tv = valueOf(t);
    if (!sameNumbers(sv, tv))
      out.push_back({operand->name, sv, tv, i});
  }
  return out;
}

} // namespace fixcon

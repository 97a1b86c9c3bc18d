// What configures an op, by its definition: attributes with their defaults filled in, and constant operands
// that are no data (bounds, axes, pads), so that neither a default nor the form of an opset is a difference.
#include "fixcon/Localize/Hyperparameters.h"

#include "OpaqueDifferences.h"
#include "Settings.h"
#include "fixcon/IR/Graph.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace fixcon {

Attribute settingOf(const Value *v) {
  if (!v)
    return {};
  const Tensor &t = v->tensor();
  if (t.isString())
    return Attribute(t);
  if (isInteger(t.dtype()))
    return t.toInts();
  return t.toDoubles();
}

/// The numbers of a float or a list of floats; nothing for other kinds.
static std::span<const double> floatsOf(const Attribute &a) {
  if (const double *number = a.get<double>())
    return {number, 1};
  const auto *list = a.get<Attribute::Floats>();
  return list ? std::span<const double>(*list) : std::span<const double>();
}

bool isSameSetting(const Attribute &a, const Attribute &b) {
  if (a == b)
    return true;
  if (a.value().index() != b.value().index())
    return false;
  auto x = floatsOf(a), y = floatsOf(b);
  auto equal = [](double p, double q) {
    return roundTo(DType::F32, p) == roundTo(DType::F32, q) || (std::isnan(p) && std::isnan(q));
  };
  return !x.empty() && std::ranges::equal(x, y, equal);
}

std::vector<HyperparameterDifference> hyperparameterDifferences(const Op &source,
                                                                const Op &target) {
  if (isOpaque(target))
    return opaqueDifferences(source, target);
  std::vector<HyperparameterDifference> out;
  const OpDef *def = opDef(target);
  for (const AttrDef &a : def->attributes()) {
    Attribute s = def->effective(source, a.name), t = def->effective(target, a.name);
    if (!isSameSetting(s, t))
      out.push_back({a.name, s, t, -1});
  }
  unsigned count = std::max(source.numOperands(), target.numOperands());
  for (unsigned i = 0; i < count; ++i) {
    const OperandDef *operand = def->operandDef(i);
    const Value *s = source.operand(i), *t = target.operand(i);
    if (!operand || !configures(operand->role) || (s && !s->isWeight()) || (t && !t->isWeight()))
      continue;
    Attribute sv = settingOf(s), tv = settingOf(t);
    if (!isSameSetting(sv, tv))
      out.push_back({operand->name, sv, tv, i});
  }
  return out;
}

} // namespace fixcon

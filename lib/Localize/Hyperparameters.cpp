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
#include <optional>

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

/// The numbers of a float, a list of floats or a tensor; nothing for other kinds.
static std::optional<std::vector<double>> numbersOf(const Attribute &a) {
  if (const double *number = a.get<double>())
    return std::vector{*number};
  if (const auto *list = a.get<Attribute::Floats>())
    return *list;
  const auto *tensor = a.get<Tensor>();
  return tensor && !tensor->isString() ? std::optional(tensor->toDoubles()) : std::nullopt;
}

bool isSameSetting(const Attribute &a, const Attribute &b, DType dtype) {
  if (a == b)
    return true;
  auto x = numbersOf(a), y = numbersOf(b);
  auto equal = [&](double p, double q) {
    return roundTo(dtype, p) == roundTo(dtype, q) || (std::isnan(p) && std::isnan(q));
  };
  return a.value().index() == b.value().index() && x && y && !x->empty() &&
         std::ranges::equal(*x, *y, equal);
}

/// The coarser of what the two ops compute in, at most f32.
static DType settingsOf(const Op &source, const Op &target) {
  auto isHalf = [](const Op &op) {
    return op.hasResult(0) && op.result()->type().isTensor() &&
           op.result()->type().dtype() == DType::F16;
  };
  return isHalf(source) || isHalf(target) ? DType::F16 : DType::F32;
}

/// Whether both say which region an op runs: a place among its own regions, whose order is spelling.
static bool nameRegions(const Attribute &a, const Attribute &b) {
  return a.get<RegionRef>() && b.get<RegionRef>();
}

std::vector<HyperparameterDifference> hyperparameterDifferences(const Op &source,
                                                                const Op &target) {
  if (isOpaque(target))
    return opaqueDifferences(source, target);
  std::vector<HyperparameterDifference> out;
  const OpDef *def = opDef(target);
  DType dtype = settingsOf(source, target);
  for (const AttrDef &a : def->attributes()) {
    Attribute s = def->effective(source, a.name), t = def->effective(target, a.name);
    if (!nameRegions(s, t) && !isSameSetting(s, t, dtype))
      out.push_back({a.name, s, t, -1});
  }
  unsigned count = std::max(source.numOperands(), target.numOperands());
  for (unsigned i = 0; i < count; ++i) {
    const OperandDef *operand = def->operandDef(i);
    const Value *s = source.operand(i), *t = target.operand(i);
    if (!operand || !configures(operand->role) || (s && !s->isWeight()) || (t && !t->isWeight()))
      continue;
    Attribute sv = settingOf(s), tv = settingOf(t);
    if (!isSameSetting(sv, tv, dtype))
      out.push_back({operand->name, sv, tv, i});
  }
  return out;
}

static bool holdOtherNumbers(const Attribute &a, const Attribute &b) {
  const auto *x = a.get<Attribute::Ints>(), *y = b.get<Attribute::Ints>();
  return x && y && !std::ranges::is_permutation(*x, *y);
}

static bool differsInAnyLayout(const OpDef &def, const HyperparameterDifference &d) {
  const auto &window = def.traits().window;
  bool isOfWindow = window && (d.name == window->kernel || d.name == window->strides ||
                               d.name == window->dilations || d.name == window->pads);
  return isOfWindow ? holdOtherNumbers(d.source, d.target)
                    : d.source.get<double>() && d.target.get<double>();
}

std::vector<HyperparameterDifference> hyperparameterDifferences(const OpPair &pair) {
  auto differences = hyperparameterDifferences(*pair.source, *pair.target);
  if (const OpDef *def = opDef(*pair.target); !pair.sameLayout && def)
    std::erase_if(differences, [&](const auto &d) { return !differsInAnyLayout(*def, d); });
  return differences;
}

} // namespace fixcon

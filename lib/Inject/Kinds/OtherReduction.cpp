// Largest for mean and mean for largest: of windows, of all positions, over axes.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

static bool isReduction(const OpDef &def) {
  const Traits &traits = def.traits();
  bool ofWindows = traits.window && !traits.window->reduction.empty();
  return ofWindows || !traits.spatialReduction.empty() || traits.reduces;
}

/// Mean, largest and least stay within the numbers that they are of; sums and products would be seen at once.
static bool areSiblings(const OpDef &a, const OpDef &b) {
  auto staysWithin = [](const OpDef &def) {
    const Traits &t = def.traits();
    std::string_view name = t.window    ? t.window->reduction
                            : t.reduces ? std::string_view(def.name())
                                        : t.spatialReduction;
    return name == "reduce_mean" || name == "reduce_max" || name == "reduce_min";
  };
  return staysWithin(a) && staysWithin(b) &&
         a.traits().window.has_value() == b.traits().window.has_value() &&
         a.traits().reduces == b.traits().reduces;
}

static AttrDict attributesOf(const OpDef &def, const Op &core) {
  AttrDict attrs;
  for (const auto &[name, value] : core.attrs())
    for (const AttrDef &attribute : def.attributes())
      if (attribute.name == name)
        attrs.set(name, value);
  return attrs;
}

std::string plantOtherReduction(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || !site.core() || !site.isFloatTensor(0) || !isReduction(*def))
    return {};
  std::vector<const OpDef *> others;
  for (const OpDef *other : allOpDefs())
    if (other != def && isReduction(*other) && areSiblings(*def, *other))
      others.push_back(other);
  for (site.shuffle(others); !others.empty(); others.pop_back()) {
    std::vector<SpellingOperand> operands;
    for (Value *operand : site.op.operands())
      operands.emplace_back(operand);
    Value *y = site.emit(others.back()->name(), operands,
                         attributesOf(*others.back(), *site.core()), &site.op);
    if (!y)
      continue;
    std::string name = others.back()->name();
    site.replace(*y);
    return name + " instead";
  }
  return {};
}

} // namespace fixcon

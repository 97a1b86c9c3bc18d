// Nobody knows what an opaque op computes, so that only equal words are known to mean the same.
#include "OpaqueDifferences.h"

#include "Settings.h"
#include "fixcon/Formats/ONNX/Schema.h"
#include "fixcon/IR/Graph.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Whether two nested graphs are the same but for names.
class GraphComparison {
public:
  bool areEqual(const Graph &a, const Graph &b) {
    if (a.arguments().size() != b.arguments().size() || a.numOutputs() != b.numOutputs() ||
        a.ops().size() != b.ops().size())
      return false;
    for (unsigned i = 0; i < a.arguments().size(); ++i)
      partners[a.argument(i)] = b.argument(i);
    auto equal = [&](const auto &x, const auto &y) { return areEqual(*x, *y); };
    if (!std::ranges::equal(a.ops(), b.ops(), equal))
      return false;
    for (unsigned i = 0; i < a.numOutputs(); ++i)
      if (!areEqual(a.output(i), b.output(i)))
        return false;
    return true;
  }

private:
  /// What both read of the graphs around is compared where it is made.
  bool areEqual(const Value *a, const Value *b) const {
    if (!a || !b)
      return !a && !b;
    if (a->isWeight() || b->isWeight())
      return a->isWeight() && b->isWeight() && a->tensor().identical(b->tensor());
    auto found = partners.find(a);
    return found == partners.end() || found->second == b;
  }

  bool areEqual(const Op &a, const Op &b) {
    if (a.name() != b.name() || a.attrs() != b.attrs() || a.numOperands() != b.numOperands() ||
        a.numResults() != b.numResults() || a.numRegions() != b.numRegions())
      return false;
    for (unsigned i = 0; i < a.numOperands(); ++i)
      if (!areEqual(a.operand(i), b.operand(i)))
        return false;
    for (unsigned i = 0; i < a.numRegions(); ++i)
      if (!areEqual(a.region(i), b.region(i)))
        return false;
    for (unsigned i = 0; i < a.numResults(); ++i)
      partners[a.result(i)] = b.result(i);
    return true;
  }

  std::unordered_map<const Value *, const Value *> partners;
};

bool isGraph(const Attribute *a) {
  return a && (a->get<RegionRef>() || a->get<std::vector<RegionRef>>());
}

bool haveEqualGraphs(const Op &source, const Op &target) {
  if (source.numRegions() != target.numRegions())
    return false;
  GraphComparison comparison;
  for (unsigned i = 0; i < source.numRegions(); ++i)
    if (!comparison.areEqual(source.region(i), target.region(i)))
      return false;
  return true;
}

/// By the newest version, for a form has no opsets; empty if nothing is published.
Attribute defaultOf(const Op &op, std::string_view attribute) {
  auto schemas = schemasOf(op.domain(), op.type());
  const SchemaAttribute *found = schemas.empty() ? nullptr : schemas.back().attribute(attribute);
  return found ? found->defaultValue : Attribute();
}

} // namespace

std::vector<HyperparameterDifference> opaqueDifferences(const Op &source, const Op &target) {
  std::vector<HyperparameterDifference> out;
  auto compare = [&](const std::string &name) {
    const Attribute *s = source.attrs().find(name), *t = target.attrs().find(name);
    if (isGraph(s) && isGraph(t)) {
      if (!haveEqualGraphs(source, target))
        out.push_back({name, "another graph", "a graph", -1});
      return;
    }
    Attribute byDefault = defaultOf(target, name);
    if (!isSameSetting(s ? *s : byDefault, t ? *t : byDefault))
      out.push_back({name, s ? *s : Attribute(), t ? *t : Attribute(), -1});
  };
  for (const auto &[name, value] : source.attrs())
    compare(name);
  for (const auto &[name, value] : target.attrs())
    if (!source.attrs().find(name))
      compare(name);
  for (unsigned i = 0; i < std::min(source.numOperands(), target.numOperands()); ++i) {
    const Value *s = source.operand(i), *t = target.operand(i);
    if (s && t && s->isWeight() && t->isWeight() && !isFloat(s->tensor().dtype()) &&
        !s->tensor().identical(t->tensor()))
      out.push_back({"operand_" + std::to_string(i), settingOf(s), settingOf(t), i});
  }
  return out;
}

} // namespace fixcon

// localize-lh: compares the effective attributes and the configuring operands (bounds, axes, pads)
// of every pair of ops of one kind, on the normal form, where equal meanings are spelt equally.
//
// The same difference at several ops is one finding; one that the data does not show is latent.
#include "FaultBuilder.h"
#include "NoiseFloor.h"
#include "RandomOperands.h"
#include "fixcon/Localize/Hyperparameters.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {
namespace {

struct LocalizeLH : Pass {
  struct Entry {
    FaultBuilder finding;
    const OpPair *first;
  };

  LogicalResult run(Module &module, PassContext &context) override {
    auto aligned = AlignedPair::of(module, context);
    if (!aligned)
      return failure();
    const auto &[pair, values, alignment] = *aligned;
    std::vector<Entry> entries;
    for (const OpPair &p : alignment.ops()) {
      // Under another layout the numbers of the two sides count other axes.
      const OpDef *def = opDef(*p.target);
      if (p.target->name() != p.source->name() || !p.sameLayout || !def ||
          alignment.isInClosedRegion(p.target))
        continue;
      double floor = noiseFloor(p, values);
      // Where elements come to lie does not depend on them: what ends up equal once always does.
      if (def->family() == Family::Movement && p.absoluteError <= floor)
        continue;
      auto differences = hyperparameterDifferences(*p.source, *p.target);
      if (!differences.empty() && p.absoluteError <= floor && agreeOnRandomOperands(p, values))
        continue;
      for (const HyperparameterDifference &d : differences)
        add(entries, p, d, floor, pair);
    }
    for (Entry &e : entries)
      e.finding.report(module);
    return success();
  }

  static void add(std::vector<Entry> &entries, const OpPair &p, const HyperparameterDifference &d,
                  double floor, const NormalPair &pair) {
    std::string rule = "FX-LH-" + d.name;
    auto same = std::ranges::find_if(entries, [&](const Entry &e) {
      const Fault &f = e.finding.fault;
      return f.rule == rule && e.first->target->name() == p.target->name() &&
             f.sourceValue == d.source && f.targetValue == d.target;
    });
    if (same == entries.end()) {
      entries.push_back({FaultBuilder(FaultType::LH, rule, pair), &p});
      same = entries.end() - 1;
      Fault &f = same->finding.fault;
      f.sourceValue = d.source;
      f.targetValue = d.target;
      f.target.attribute = f.source.attribute = d.name;
      f.cause = p.target->name() + " has " + d.name + " = " + show(d.target) +
                " where the source has " + show(d.source);
    }
    same->finding.add(p, {d.operand}, floor);
  }

  static std::string show(const Attribute &a) { return a.empty() ? "none" : a.str(); }
};

} // namespace

std::unique_ptr<Pass> createLocalizeLH() { return std::make_unique<LocalizeLH>(); }

} // namespace fixcon

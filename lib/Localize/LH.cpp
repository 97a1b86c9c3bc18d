// localize-lh: compares the effective attributes and the configuring operands (bounds, axes, pads)
// of every pair of ops of one kind, on the normal form, where equal meanings are spelt equally.
//
// The same difference at several ops is one finding; one that the data does not show is latent.
#include "NoiseFloor.h"
#include "Place.h"
#include "RandomOperands.h"
#include "fixcon/Localize/Hyperparameters.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {
namespace {

struct LocalizeLH : Pass {
  struct Entry {
    Fault fault;
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
      reportFault(module, e.fault);
    return success();
  }

  static void add(std::vector<Entry> &entries, const OpPair &p, const HyperparameterDifference &d,
                  double floor, const NormalPair &pair) {
    bool latent = p.absoluteError <= floor;
    std::string rule = "FX-LH-" + d.name;
    auto same = std::find_if(entries.begin(), entries.end(), [&](const Entry &e) {
      return e.fault.rule == rule && e.first->target->name() == p.target->name() &&
             e.fault.sourceValue == d.source && e.fault.targetValue == d.target;
    });
    if (same == entries.end()) {
      Fault f;
      f.type = FaultType::LH;
      f.rule = rule;
      f.latent = latent;
      f.sourceValue = d.source;
      f.targetValue = d.target;
      f.target.graph = pair.target->name();
      f.source.graph = pair.source->name();
      f.target.attribute = f.source.attribute = d.name;
      f.details.set("operand", d.operand);
      f.cause = p.target->name() + " has " + d.name + " = " + show(d.target) +
                " where the source has " + show(d.source);
      entries.push_back({std::move(f), &p});
      same = entries.end() - 1;
    }
    extend(same->fault, p, latent, floor, pair);
  }

  static std::string show(const Attribute &a) { return a.empty() ? "none" : a.str(); }

  static void extend(Fault &f, const OpPair &p, bool latent, double floor, const NormalPair &pair) {
    FaultPlace target = placeOf(*p.target, *pair.target), source = placeOf(*p.source, *pair.source);
    if (f.target.anchor.empty()) {
      f.target.anchor = target.anchor;
      f.source.anchor = source.anchor;
    }
    merge(f.target, target);
    merge(f.source, source);
    Attribute::Strings targetOps = f.details.getOr("target_ops", Attribute::Strings());
    Attribute::Strings sourceOps = f.details.getOr("source_ops", Attribute::Strings());
    targetOps.push_back(p.target->result()->name());
    sourceOps.push_back(p.source->result()->name());
    f.details.set("target_ops", targetOps);
    f.details.set("source_ops", sourceOps);
    f.latent = f.latent && latent;
    f.localError = std::max(f.localError, p.absoluteError);
    f.noiseFloor = std::max(f.noiseFloor, floor);
  }
};

} // namespace

std::unique_ptr<Pass> createLocalizeLH() { return std::make_unique<LocalizeLH>(); }

} // namespace fixcon

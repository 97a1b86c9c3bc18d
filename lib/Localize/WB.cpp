// localize-wb: compares the learned operands of every pair of ops by role, on the normal form,
// where a folded normalisation and one that stands apart are equal up to rounding.
//
// A rounding that runs through the whole model (f16, bf16, 8-bit grid) is one finding, and so is a
// constant that several ops share; any other difference is one finding per op.
#include "FaultBuilder.h"
#include "NoiseFloor.h"
#include "RandomOperands.h"
#include "WeightDifference.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

/// The differing operands of one pair of ops.
struct Difference {
  const OpPair *pair;
  std::vector<unsigned> operands;
  WeightDifference worst;
};

bool runsThroughModel(WeightClass kind) {
  return kind == WeightClass::Half || kind == WeightClass::BFloat || kind == WeightClass::Grid ||
         kind == WeightClass::Coarse;
}

/// Operands that both sides have learned, and biases that one of them has.
std::vector<unsigned> learnedOperands(const OpPair &pair) {
  std::vector<unsigned> both = learnedOperands(*pair.target);
  for (unsigned i : learnedOperands(*pair.source))
    if (!pair.target->operand(i))
      both.push_back(i);
  std::erase_if(both, [&](unsigned i) {
    const Value *sourceOperand = pair.source->operand(i);
    if (sourceOperand && pair.target->operand(i))
      return !sourceOperand->isWeight();
    return opDef(*pair.target)->operandDef(i)->role != Role::Bias;
  });
  return both;
}

/// The elements of an operand; a bias that is absent is zero, in the form that the other side has.
Tensor elementsOf(const Value *operand, const Value *other) {
  return operand ? operand->tensor() : Tensor(DType::F64, other->tensor().shape());
}

std::optional<Difference> differenceOf(const OpPair &pair) {
  Difference d{&pair, {}, {}};
  for (unsigned i : learnedOperands(pair)) {
    const Value *sourceOperand = pair.source->operand(i), *targetOperand = pair.target->operand(i);
    Tensor s = elementsOf(sourceOperand, targetOperand),
           t = elementsOf(targetOperand, sourceOperand);
    if (s.size() != t.size())
      continue; // another structure, which is not a difference of weights
    WeightDifference w = compareWeights(s, t);
    if (w.kind == WeightClass::Equal)
      continue;
    if (!targetOperand)
      w.kind = WeightClass::Absent;
    d.operands.push_back(i);
    // The operand that says most about the cause: a rounding is told by the weight, not by the
    // bias.
    if (d.operands.size() == 1 || (w.maxAbs > d.worst.maxAbs && !runsThroughModel(d.worst.kind)))
      d.worst = w;
  }
  if (d.operands.empty())
    return std::nullopt;
  return d;
}

class Localizer {
public:
  Localizer(Module &module, const NormalPair &pair, const SourceValues &values)
      : module(module), pair(pair), values(values) {}

  void add(const Difference &d) {
    double floor = noiseFloor(*d.pair, values);
    // Folding in another order moves a cancelling bias further than 8u; the result tells that
    // apart.
    constexpr double visible = 1e-4;
    bool within = d.pair->absoluteError <= floor;
    if (relative(d) < visible && (within || !explains(d, floor)))
      return;
    if (within && d.pair->sameLayout && agreeOnRandomOperands(*d.pair, values))
      return;
    Entry &entry = entryFor(d);
    append(entry, d, floor);
  }

  void report() {
    for (Entry &e : entries) {
      Fault &f = e.finding.fault;
      size_t count = f.target.nodes.size();
      f.cause = "weights are " + e.worst.str() +
                (count > 1 ? " in " + std::to_string(count) + " layers" : "") +
                ": off by at most " + number(e.worst.maxAbs);
      e.finding.report(module);
    }
  }

private:
  struct Entry {
    FaultBuilder finding;
    WeightDifference worst;
    std::vector<std::string> tensors; ///< of the first one, in the target
  };

  static std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
  }

  /// Whether the weights alone move the result: its error may come from something else.
  bool explains(const Difference &d, double floor) const {
    return errorOfWeights(*d.pair, values).value_or(d.pair->absoluteError) > floor;
  }

  double relative(const Difference &d) const {
    double largest = 0;
    for (unsigned i : d.operands)
      if (const Value *sourceOperand = d.pair->source->operand(i))
        largest = std::max(largest, maxMagnitude(sourceOperand->tensor()));
    return largest > 0 ? d.worst.maxAbs / largest : d.worst.maxAbs;
  }

  Entry &entryFor(const Difference &d) {
    WeightClass kind = d.worst.kind;
    std::vector<std::string> tensors = tensorsOf(d);
    for (Entry &e : entries)
      if (e.worst.kind == kind &&
          (runsThroughModel(kind) || (!tensors.empty() && e.tensors == tensors)))
        return e;
    entries.push_back({FaultBuilder(FaultType::WB, ruleOf(kind), pair), {}, std::move(tensors)});
    entries.back().worst.kind = kind;
    return entries.back();
  }

  static std::string ruleOf(WeightClass kind) {
    switch (kind) {
    case WeightClass::Half:
      return "FX-WB-f16";
    case WeightClass::BFloat:
      return "FX-WB-bf16";
    case WeightClass::Grid:
      return "FX-WB-grid";
    case WeightClass::Coarse:
      return "FX-WB-rounding";
    case WeightClass::Scale:
      return "FX-WB-scale";
    case WeightClass::Zeroed:
      return "FX-WB-zeroed";
    case WeightClass::Permuted:
      return "FX-WB-permuted";
    case WeightClass::Absent:
      return "FX-WB-absent";
    case WeightClass::Sparse:
      return "FX-WB-sparse";
    default:
      return "FX-WB-different";
    }
  }

  std::vector<std::string> tensorsOf(const Difference &d) const {
    std::vector<std::string> tensors;
    for (unsigned i : d.operands)
      if (const Value *weight = d.pair->target->operand(i))
        std::ranges::move(tensorsBehind(*weight, *pair.target), std::back_inserter(tensors));
    return tensors;
  }

  static void append(Entry &entry, const Difference &d, double floor) {
    if (d.worst.maxAbs >= entry.worst.maxAbs)
      entry.worst = d.worst;
    entry.finding.add(*d.pair, {d.operands.begin(), d.operands.end()}, floor);
    for (unsigned i : d.operands) {
      if (const Value *weight = d.pair->target->operand(i))
        entry.finding.addTargetTensors(*weight);
      if (const Value *weight = d.pair->source->operand(i))
        entry.finding.addSourceTensors(*weight);
    }
  }

  Module &module;
  const NormalPair &pair;
  const SourceValues &values;
  std::vector<Entry> entries;
};

} // namespace

std::unique_ptr<Pass> createLocalizeWB() {
  struct LocalizeWB : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto aligned = AlignedPair::of(module, context);
      if (!aligned)
        return failure();
      Localizer localizer(module, aligned->pair, aligned->values);
      for (const OpPair &p : aligned->alignment.ops())
        if (p.target->name() == p.source->name() && !aligned->alignment.isInClosedRegion(p.target))
          if (auto d = differenceOf(p))
            localizer.add(*d);
      localizer.report();
      return success();
    }
  };
  return std::make_unique<LocalizeWB>();
}

} // namespace fixcon

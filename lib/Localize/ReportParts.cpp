// Findings of what differs in the ops of the files, each at its own node.
#include "FaultBuilder.h"
#include "HeldConstants.h"
#include "RegionParts.h"
#include "WeightDifference.h"
#include "fixcon/Fault/ValueText.h"
#include "fixcon/Localize/UnnamedDifferences.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Spelling/FaithfulConstant.h"

#include <algorithm>
#include <cstdio>

namespace fixcon {
namespace {

class Reporter {
public:
  Reporter(Module &module, const DifferingPlace &place, const NormalPair &pair)
      : module(module), place(place), pair(pair) {}

  void report(const PartDifference &part) {
    if (!part.learned.empty())
      reportLearned(part);
    for (const HyperparameterDifference &setting : part.settings)
      reportSetting(part, setting);
    if (part.isOther())
      reportOther(part);
  }

private:
  static std::vector<std::string> kindsOf(const std::vector<const Op *> &ops,
                                          const Graph &faithful) {
    std::vector<std::string> kinds;
    for (const Op *op : ops)
      kinds.push_back(typeInFile(*op, faithful));
    return kinds;
  }

  /// Where the target has nothing, its place is all of it.
  void addPlace(FaultBuilder &finding, const PartDifference &part) const {
    for (const Op *op : part.target.empty() ? place.target : part.target)
      finding.addTargetOp(*op);
    for (const Op *op : part.source)
      finding.addSourceOp(*op);
    finding.fault.localError = place.error;
    finding.fault.noiseFloor = place.floor;
  }

  void addTensors(FaultBuilder &finding, const PartDifference &part, unsigned operand) const {
    const Value *target = part.target.front()->operand(operand),
                *source = part.source.front()->operand(operand);
    if (auto held =
            target ? FaithfulConstant::of(valueInFile(*pair.target, target->name())) : std::nullopt)
      finding.addTargetTensor(held->heldBy());
    if (auto held =
            source ? FaithfulConstant::of(valueInFile(*pair.source, source->name())) : std::nullopt)
      finding.addSourceTensor(held->heldBy());
  }

  WeightDifference compare(const PartDifference &part, unsigned operand) const {
    auto target = heldConstant(part.target.front()->operand(operand), *pair.target),
         source = heldConstant(part.source.front()->operand(operand), *pair.source);
    if (target && source && target->shape() == source->shape() && !target->isString() &&
        !source->isString())
      return compareWeights(*source, *target);
    WeightDifference difference;
    difference.kind = target ? WeightClass::Different : WeightClass::Absent;
    return difference;
  }

  void reportLearned(const PartDifference &part) {
    WeightDifference worst;
    std::string names;
    for (unsigned operand : part.learned) {
      if (WeightDifference difference = compare(part, operand);
          worst.kind == WeightClass::Equal || saysMore(difference, worst))
        worst = difference;
      names += (names.empty() ? "" : ", ") + opDef(*part.target.front())->operandDef(operand)->name;
    }
    FaultBuilder finding(FaultType::WB, weightRule(worst.kind), pair);
    addPlace(finding, part);
    for (unsigned operand : part.learned)
      addTensors(finding, part, operand);
    char off[48];
    std::snprintf(off, sizeof off, ": off by at most %.3g", worst.maxAbs);
    finding.fault.cause = names + " of " + typeInFile(*part.target.front(), *pair.target) +
                          (part.learned.size() > 1 ? " are " : " is ") + worst.str() +
                          (worst.maxAbs > 0 ? off : "");
    finding.report(module);
  }

  void reportSetting(const PartDifference &part, const HyperparameterDifference &setting) {
    const OpDef *def = opDef(*part.target.front());
    bool isStructure = def->family() == Family::Movement || def->traits().view;
    FaultBuilder finding(isStructure ? FaultType::TSS : FaultType::LH,
                         (isStructure ? "FX-TSS-" : "FX-LH-") + setting.name, pair);
    addPlace(finding, part);
    Fault &fault = finding.fault;
    fault.target.attribute = fault.source.attribute = setting.name;
    fault.targetValue = setting.target;
    fault.sourceValue = setting.source;
    fault.cause = typeInFile(*part.target.front(), *pair.target) + " has " + setting.name + " = " +
                  show(setting.target) + " where the source has " + show(setting.source);
    finding.report(module);
  }

  static bool isClamp(const std::vector<const Op *> &ops) {
    return ops.size() == 1 && opDef(*ops.front())->traits().clamp;
  }
  static bool move(const std::vector<const Op *> &ops) {
    return std::ranges::all_of(ops, [](const Op *op) { return isMovement(op); });
  }

  static const char *ruleOf(const PartDifference &part, bool moves) {
    if (part.target.empty())
      return moves ? "FX-TSS-missing" : "FX-CG-op_missing";
    if (part.source.empty())
      return moves ? "FX-TSS-extra" : "FX-CG-op_extra";
    if (moves)
      return "FX-TSS-other";
    return part.target.size() + part.source.size() > 2 ? "FX-CG-region" : "FX-CG-op_other";
  }

  void reportOther(const PartDifference &part) {
    bool moves = move(part.target) && move(part.source);
    // An activation has some of its bounds in its name.
    FaultBuilder finding =
        isClamp(part.target) && isClamp(part.source)
            ? FaultBuilder(FaultType::LH, "FX-LH-bounds", pair)
            : FaultBuilder(moves ? FaultType::TSS : FaultType::CG, ruleOf(part, moves), pair);
    addPlace(finding, part);
    Fault &fault = finding.fault;
    std::vector<std::string> target = kindsOf(part.target, *pair.target),
                             source = kindsOf(part.source, *pair.source);
    fault.cause = kindsInWords(target) + " where the source has " + kindsInWords(source);
    fault.targetValue = std::move(target);
    fault.sourceValue = std::move(source);
    finding.report(module);
  }

  Module &module;
  const DifferingPlace &place;
  const NormalPair &pair;
};

} // namespace

void reportParts(Module &module, const std::vector<PartDifference> &parts,
                 const DifferingPlace &place, const NormalPair &pair) {
  Reporter reporter(module, place, pair);
  for (const PartDifference &part : parts)
    reporter.report(part);
}

} // namespace fixcon

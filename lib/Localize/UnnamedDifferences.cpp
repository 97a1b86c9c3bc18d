// A difference that nobody names is still one that its users must hear of. Each place was judged on the source's values,
// so it is no consequence of another; but an alignment that went astray makes many of them, of which the
// first ones are what there is to look at.
#include "fixcon/Localize/UnnamedDifferences.h"

#include "DifferingPlaces.h"
#include "FaultBuilder.h"
#include "fixcon/Align/AlignmentSummary.h"
#include "fixcon/Localize/Hyperparameters.h"
#include "fixcon/Localize/OutputOrder.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Probe.h"

#include <algorithm>

namespace fixcon {
namespace {

constexpr size_t mostReported = 3;
/// Relative to the largest element of the result: beyond what eight bits, or half precision, move.
constexpr double beyondRounding = 0.1;

bool contains(const std::vector<std::string> &names, const std::string &name) {
  return std::ranges::find(names, name) != names.end();
}

bool namesAny(const FaultPlace &named, const std::vector<const Op *> &ops, const Graph &faithful) {
  return std::ranges::any_of(ops, [&](const Op *core) {
    return std::ranges::any_of(faithfulOps(*core, faithful),
                               [&](const Op *op) { return contains(named.nodes, op->label()); });
  });
}

/// By the nodes of either side that its ops came from, or because it shows at one of them.
bool names(const Fault &fault, const DifferingPlace &place, const NormalPair &pair) {
  bool isSite = std::ranges::any_of(place.target, [&](const Op *op) {
    return contains(fault.sites.targets(), op->result()->name());
  });
  return isSite || namesAny(fault.target, place.target, *pair.target) ||
         namesAny(fault.source, place.source, *pair.source);
}

bool isRounding(const Fault &fault) {
  return fault.rule == "FX-WB-f16" || fault.rule == "FX-WB-bf16" || fault.rule == "FX-WB-grid" ||
         fault.rule == "FX-WB-rounding";
}

bool isQuantised(const Graph &core) {
  return std::ranges::any_of(core.ops(), [](const auto &op) {
    const OpDef *def = opDef(*op);
    for (unsigned i = 0; def && i < op->numOperands(); ++i)
      if (const OperandDef *operand = def->operandDef(i);
          operand && operand->role == Role::ZeroPoint && op->operand(i))
        return true;
    return false;
  });
}

/// What the file calls the kind of an op.
std::string kindOf(const Op &core, const Graph &faithful) {
  const Op *main = mainFaithfulOp(core, faithful);
  return std::string(main ? main->type() : core.name());
}

std::vector<std::string> kindsOf(const std::vector<const Op *> &ops, const Graph &faithful) {
  std::vector<std::string> kinds;
  for (const Op *op : ops)
    kinds.push_back(kindOf(*op, faithful));
  return kinds;
}

std::string inWords(const std::vector<std::string> &kinds) {
  constexpr size_t mostNamed = 4;
  if (kinds.empty())
    return "nothing";
  std::string text;
  for (size_t i = 0; i < std::min(mostNamed, kinds.size()); ++i)
    text += (i ? ", " : "") + kinds[i];
  return kinds.size() > mostNamed
             ? text + " and " + std::to_string(kinds.size() - mostNamed) + " more"
             : text;
}

bool isMovement(const Op *op) {
  const OpDef *def = opDef(*op);
  return def && def->family() == Family::Movement;
}

bool isMovement(const DifferingPlace &place) {
  return std::ranges::all_of(place.target, [](const Op *op) { return isMovement(op); }) &&
         std::ranges::all_of(place.source, [](const Op *op) { return isMovement(op); });
}

/// Whether an op is told how to compute by more than its kind.
bool isConfigured(const Op &op) {
  const OpDef *def = opDef(op);
  return def && (!def->attributes().empty() ||
                 std::ranges::any_of(def->operands(), [](const OperandDef &operand) {
                   return configures(operand.role);
                 }));
}

/// Whether an op of a kind stands on both sides, learned or configured, so that what differs may be its numbers.
bool shareAnOp(const DifferingPlace &place) {
  return std::ranges::any_of(place.target, [&](const Op *t) {
    return std::ranges::any_of(place.source, [&](const Op *s) {
      return (isConfigured(*t) && t->name() == s->name()) || (hasWeights(*t) && hasWeights(*s));
    });
  });
}

/// A movement that also makes elements, by a number that it is told.
bool fills(const Op *op) {
  return std::ranges::any_of(opDef(*op)->operands(), [](const OperandDef &operand) {
    return operand.role == Role::Hyperparameter;
  });
}

/// Where ops are no partners, what differs may be a weight or an attribute as well as the graph.
bool isUndecided(const DifferingPlace &place) {
  if (isMovement(place))
    return std::ranges::any_of(place.target, fills) || std::ranges::any_of(place.source, fills);
  return place.target.size() + place.source.size() > 2 && shareAnOp(place);
}

/// Two partners of which the comparison of attributes, which comes later, says by which they differ.
bool isConfigured(const DifferingPlace &place, const Alignment &alignment) {
  if (place.target.size() != 1 || place.source.size() != 1)
    return false;
  const Op &target = *place.target.front(), &source = *place.source.front();
  const OpPair *pair = alignment.pairOf(&target);
  return pair && pair->source == &source && pair->sameLayout && target.name() == source.name() &&
         !hyperparameterDifferences(source, target).empty();
}

const char *movementRuleOf(const DifferingPlace &place) {
  return place.target.empty()   ? "FX-TSS-missing"
         : place.source.empty() ? "FX-TSS-extra"
                                : "FX-TSS-other";
}

const char *ruleOf(const std::vector<std::string> &target, const std::vector<std::string> &source) {
  if (target.empty())
    return "FX-CG-op_missing";
  if (source.empty())
    return "FX-CG-op_extra";
  if (target.size() > 1 || source.size() > 1)
    return "FX-CG-region";
  return target == source ? "FX-CG-differs_here" : "FX-CG-op_other";
}

void report(Module &module, const NormalPair &pair, const DifferingPlace &place) {
  std::vector<std::string> target = kindsOf(place.target, *pair.target),
                           source = kindsOf(place.source, *pair.source);
  FaultBuilder finding = isMovement(place)
                             ? FaultBuilder(FaultType::TSS, movementRuleOf(place), pair)
                             : FaultBuilder(FaultType::CG, ruleOf(target, source), pair);
  Fault &fault = finding.fault;
  for (const Op *op : place.target)
    finding.addTargetOp(*op);
  for (const Op *op : place.source)
    finding.addSourceOp(*op);
  fault.targetValue = target;
  fault.sourceValue = source;
  fault.localError = place.error;
  fault.noiseFloor = place.floor;
  fault.cause = target == source
                    ? inWords(target) +
                          " gives something else on the source's values, by no attribute or weight"
                    : inWords(target) + " where the source has " + inWords(source);
  finding.report(module);
}

bool looksLikeAnotherNetwork(const Alignment &alignment) {
  auto weighted = static_cast<int64_t>(alignment.weighted.size());
  return looksUnrelated(weighted, weighted - static_cast<int64_t>(alignment.unaligned.size()));
}

} // namespace

void reportUnnamedDifferences(Module &module, const AlignedPair &aligned, FaultType type) {
  auto evaluation = evaluationOf(module, "before");
  bool outputsDiffer =
      (evaluation && evaluation->trueMismatches() + evaluation->valuesDiffer > 0) ||
      std::ranges::any_of(probesOf(module, "before"), &Probe::differs);
  const NormalPair &pair = aligned.pair;
  // Where outputs stand in another order, each of them differs from the one in its place.
  auto order = outputOrder(pair, aligned.alignment);
  if (!outputsDiffer || (order && !outputsInPlace(pair, *order)) ||
      looksLikeAnotherNetwork(aligned.alignment))
    return;
  std::vector<Fault> known = faultsOf(module);
  bool isRounded = std::ranges::any_of(known, isRounding) || isQuantised(*pair.targetNormal);
  size_t reported = 0;
  for (const DifferingPlace &place : differingPlaces(aligned)) {
    bool isNamed =
        std::ranges::any_of(known, [&](const Fault &fault) { return names(fault, place, pair); });
    if (isNamed || isUndecided(place) || isConfigured(place, aligned.alignment) ||
        isMovement(place) != (type == FaultType::TSS) ||
        (isRounded && place.relativeError < beyondRounding))
      continue;
    if (reported++ == mostReported)
      return;
    report(module, pair, place);
  }
}

bool stillDiffers(const Fault &fault, const AlignedPair &aligned) {
  return std::ranges::any_of(differingPlaces(aligned), [&](const DifferingPlace &place) {
    return names(fault, place, aligned.pair);
  });
}

} // namespace fixcon

// A difference that nobody names is still one that its users must hear of. Each place was judged on the source's values,
// so it is no consequence of another; but an alignment that went astray makes many of them, of which the
// first ones are what there is to look at.
#include "fixcon/Localize/UnnamedDifferences.h"

#include "FaultBuilder.h"
#include "InputPath.h"
#include "RegionParts.h"
#include "fixcon/Align/AlignmentSummary.h"
#include "fixcon/Localize/FileDifferences.h"
#include "fixcon/Localize/Hyperparameters.h"
#include "fixcon/Localize/OutOfOrder.h"
#include "fixcon/Localize/OutputOrder.h"
#include "fixcon/Localize/PlaceReaders.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/MainCore.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Probe.h"

#include <algorithm>
#include <tuple>

namespace fixcon {
namespace {

constexpr size_t mostReported = 8;
/// One after the other.
constexpr unsigned mostIdle = 4;

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

/// Whether an op of the place reads elements out of order, and a finding has told of the movement that put them there.
bool isBehind(const Fault &fault, const DifferingPlace &place, const AlignedPair &aligned) {
  return fault.type == FaultType::TSS && std::ranges::any_of(place.target, [&](const Op *op) {
           return std::ranges::any_of(movementsInto(*op, aligned.alignment), [&](const auto &ops) {
             return namesAny(fault.target, ops, *aligned.pair.target);
           });
         });
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

/// Whether the node means several ops.
bool isWhole(const Op &core, const Op &node, const Graph &faithful) {
  return std::ranges::none_of(core.parent().ops(), [&](const auto &op) {
    return op.get() != &core && mainFaithfulOp(*op, faithful) == &node;
  });
}

/// What the file calls the kind of an op; "add within Attention".
std::string kindOf(const Op &core, const Graph &faithful) {
  const Op *main = mainFaithfulOp(core, faithful);
  const OpDef *def = main ? mainCoreOf(*main) : nullptr;
  // A movement that has sunk through others stands for itself.
  if (!main || (isMovement(&core) && !(def && def->family() == Family::Movement)))
    return core.name();
  return isWhole(core, *main, faithful) ? std::string(main->type())
                                        : core.name() + " within " + std::string(main->type());
}

std::vector<std::string> kindsOf(const std::vector<const Op *> &ops, const Graph &faithful) {
  std::vector<std::string> kinds;
  for (const Op *op : ops)
    kinds.push_back(kindOf(*op, faithful));
  return kinds;
}

/// A movement that also makes elements, by a number that it is told.
bool fills(const Op *op) {
  return std::ranges::any_of(opDef(*op)->operands(), [](const OperandDef &operand) {
    return operand.role == Role::Hyperparameter;
  });
}

/// A map of sums and products with weights.
bool isLearnedMap(const Op *op) {
  const OpDef *def = opDef(*op);
  return def && hasWeights(*op) &&
         (def->traits().linear || def->traits().sum || def->traits().product);
}

/// Readers of what the place gives that should read what other ops of the source make, while the rest of it is wanted.
std::vector<const Op *> misreaders(const DifferingPlace &place) {
  std::vector<const Op *> readers;
  bool isWanted = false;
  for (const Region::Output &output : place.outputs)
    if (std::ranges::find(place.source, output.source->definingOp()) != place.source.end())
      isWanted = true;
    else
      for (const Op *reader : usersOf(*output.target))
        if (std::ranges::find(place.target, reader) == place.target.end())
          readers.push_back(reader);
  return isWanted ? readers : std::vector<const Op *>();
}

/// Whether both sides are made of one value of the source at least.
bool areMadeOfTheSame(const DifferingPlace &place, const Alignment &alignment) {
  auto isReadBySource = [&](const Value *value) {
    return value && std::ranges::any_of(place.source, [&](const Op *op) {
             return std::ranges::find(op->operands(), value) != op->operands().end();
           });
  };
  return std::ranges::any_of(place.target, [&](const Op *op) {
    for (unsigned i = 0; i < op->numOperands(); ++i)
      if (op->operand(i) && isReadBySource(alignment.sourceOf(*op, i)))
        return true;
    return false;
  });
}

/// Several ops that all compute so, or move: spelt otherwise, and with other numbers.
bool differsInWeights(const DifferingPlace &place, const Alignment &alignment) {
  auto fits = [](const Op *op) { return isLearnedMap(op) || isMovement(op); };
  bool areApart = place.target.size() + place.source.size() > 2 || place.isRest;
  return areApart && misreaders(place).empty() &&
         (place.isRest || areMadeOfTheSame(place, alignment)) &&
         std::ranges::all_of(place.target, fits) && std::ranges::all_of(place.source, fits) &&
         std::ranges::any_of(place.target, isLearnedMap) &&
         std::ranges::any_of(place.source, isLearnedMap);
}

/// The only op that does more than move elements; null if there are none or several.
const Op *onlyWorkOf(const std::vector<const Op *> &ops) {
  auto works = [](const Op *op) { return !isMovement(op); };
  auto found = std::ranges::find_if(ops, works);
  return found != ops.end() && std::ranges::none_of(found + 1, ops.end(), works) ? *found : nullptr;
}

/// Movement that leaves out, adds or turns elements about: more than an order of axes.
bool selects(const Op *op) { return isMovement(op) && !onlyOrders(opDef(*op)); }

/// One op on both sides does the work; what the target has around it is how a format without an attribute spells it: a
/// Pad for pads, a Slice for a direction.
bool isSpeltAround(const DifferingPlace &place) {
  const Op *target = onlyWorkOf(place.target), *source = onlyWorkOf(place.source);
  return target && source && target->name() == source->name() && !hasWeights(*target) &&
         std::ranges::any_of(place.target, selects) && std::ranges::none_of(place.source, selects);
}

/// The op of the file that makes a value of the normal form, which may have no other name there.
const Op *makerInFile(const Value &core, const Graph &faithful) {
  const Value *value = faithful.value(core.name());
  if (value)
    return value->definingOp();
  return core.definingOp() ? mainFaithfulOp(*core.definingOp(), faithful) : nullptr;
}

/// Whether what the op gives comes to an op that the normal form has, or to an output.
bool isRead(const Op &faithful, const Graph &core, unsigned steps) {
  for (unsigned i = 0; i < faithful.numResults() && steps > 0; ++i)
    for (const Use &use : faithful.hasResult(i) ? faithful.result(i)->uses() : std::vector<Use>())
      if (!use.op || !isIdle(*use.op, core) || isRead(*use.op, core, steps - 1))
        return true;
  return false;
}

bool clamps(const OpDef *def) { return def && def->traits().clamp; }

/// What reads, in the file, what the target has in place of missing ops, and does nothing with it.
std::vector<const Op *> idleReaders(const DifferingPlace &place, const NormalPair &pair) {
  std::vector<const Op *> idle;
  for (const Region::Output &output : place.outputs) {
    const Op *maker = makerInFile(*output.target, *pair.target);
    const Value *value = maker ? maker->result() : pair.target->value(output.target->name());
    for (const Op *reader : value ? usersOf(*value) : std::vector<Op *>())
      if (mainCoreOf(*reader) && isIdle(*reader, *pair.targetNormal) &&
          isRead(*reader, *pair.targetNormal, mostIdle))
        idle.push_back(reader);
  }
  return idle;
}

/// Both limit one value, by other bounds, of which an activation has some in its name, and an interval may have lost all.
bool hasOtherBounds(const DifferingPlace &place, const NormalPair &pair) {
  auto isClamp = [&](const std::vector<const Op *> &ops) {
    return ops.size() == 1 && clamps(opDef(*ops.front()));
  };
  bool isUnbounded =
      place.target.empty() && std::ranges::any_of(idleReaders(place, pair), [&](const Op *reader) {
        return clamps(mainCoreOf(*reader));
      });
  return isClamp(place.source) && (isClamp(place.target) || isUnbounded);
}

/// Movement that also fills, or of a table of weights: these numbers are compared later.
bool holdsNumbers(const DifferingPlace &place) {
  auto holds = [](const Op *op) { return fills(op) || hasWeights(*op); };
  return std::ranges::any_of(place.target, holds) || std::ranges::any_of(place.source, holds);
}

/// Two partners that view their elements by sizes of which both files say the same.
bool isView(const DifferingPlace &place, const ExecutablePair &files) {
  return place.target.size() == 1 && place.source.size() == 1 && opDef(*place.target.front()) &&
         opDef(*place.target.front())->traits().view &&
         place.target.front()->name() == place.source.front()->name() &&
         areSaidAlike(files, *place.target.front(), *place.source.front());
}

/// Two partners of which the comparison of attributes, which comes later, says by which they differ.
bool isConfigured(const DifferingPlace &place, const Alignment &alignment) {
  if (place.target.size() != 1 || place.source.size() != 1)
    return false;
  const Op &target = *place.target.front(), &source = *place.source.front();
  const OpPair *pair = alignment.pairOf(&target);
  return pair && pair->source == &source && target.name() == source.name() &&
         !hyperparameterDifferences(*pair).empty();
}

/// Movement of the file right in front of a reduction that counts other axes than its partner though the files say the same
/// of both: it has gone into the axes.
std::vector<const Op *> movementTakenIn(const DifferingPlace &place, const NormalPair &pair,
                                        const ExecutablePair &files) {
  std::vector<const Op *> movement;
  if (place.target.size() != 1 || place.source.size() != 1 ||
      place.target.front()->name() != place.source.front()->name() ||
      !opDef(*place.target.front())->traits().reduces ||
      hyperparameterDifferences(*place.source.front(), *place.target.front()).empty() ||
      !areSaidAlike(files, *place.target.front(), *place.source.front()))
    return movement;
  const Op *op = mainFaithfulOp(*place.target.front(), *pair.target);
  while (op && op->operand(0) && op->operand(0)->definingOp()) {
    op = op->operand(0)->definingOp();
    const OpDef *def = mainCoreOf(*op);
    if (!def || def->family() != Family::Movement)
      break;
    movement.push_back(op);
  }
  return movement;
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

/// Places at which the same kinds of ops stand for the same.
struct Group {
  FaultType type = FaultType::CG;
  std::string rule;
  std::vector<std::string> target, source; ///< kinds of ops
  std::vector<const DifferingPlace *> places;
};

std::pair<FaultType, std::string> kindOf(const DifferingPlace &place,
                                         const std::vector<std::string> &target,
                                         const std::vector<std::string> &source,
                                         const AlignedPair &aligned, const ExecutablePair &files) {
  const NormalPair &pair = aligned.pair;
  if (!preprocessingIn(place, pair).empty())
    return {FaultType::PP, "FX-PP-built_in"};
  if (isMovement(place))
    return {FaultType::TSS, movementRuleOf(place)};
  if (!movementTakenIn(place, pair, files).empty())
    return {FaultType::TSS, "FX-TSS-other"};
  if (differsInWeights(place, aligned.alignment))
    return {FaultType::WB, "FX-WB-region"};
  if (hasOtherBounds(place, pair))
    return {FaultType::LH, "FX-LH-bounds"};
  if (isSpeltAround(place))
    return {FaultType::LH, "FX-LH-spelled"};
  return {FaultType::CG, ruleOf(target, source)};
}

Group groupOf(const AlignedPair &aligned, const ExecutablePair &files,
              const DifferingPlace &place) {
  const NormalPair &pair = aligned.pair;
  Group group;
  group.target = kindsOf(place.target, *pair.target);
  group.source = kindsOf(place.source, *pair.source);
  std::tie(group.type, group.rule) = kindOf(place, group.target, group.source, aligned, files);
  group.places = {&place};
  return group;
}

/// Where the target has no op, its place is what it reads instead, and what does nothing there.
void addReadHere(FaultBuilder &finding, const DifferingPlace &place, const AlignedPair &aligned,
                 const ExecutablePair &files) {
  const NormalPair &pair = aligned.pair;
  for (const Region::Output &output : place.outputs) {
    const Op *maker = makerInFile(*output.target, *pair.target);
    const std::string &name = maker ? maker->result()->name() : output.target->name();
    std::vector<std::string> &tensors = finding.fault.target.tensors;
    if (pair.target->value(name) && !contains(tensors, name))
      tensors.push_back(name);
  }
  for (const Op *idle : idleReaders(place, pair))
    finding.addTargetNode(*idle);
  DifferingPlace copy = place;
  FaithfulValues values(*pair.target, *files.targetExecutable);
  PlaceReaders readers(copy, aligned, *pair.target, values);
  (void)readers.find();
  for (const Op *reader : readers.misreading())
    finding.addTargetNode(*reader);
}

void describePreprocessing(Fault &fault, const Group &group, const NormalPair &pair) {
  const DifferingPlace &place = *group.places.front();
  for (const std::string &field : preprocessingIn(place, pair))
    fault.target.attribute += (fault.target.attribute.empty() ? "" : ", ") + field;
  fault.source.attribute = fault.target.attribute;
  fault.cause = "in front of the first layer the target takes pictures " +
                preprocessingInWords(place.target) + ", the source " +
                preprocessingInWords(place.source);
}

void report(Module &module, const AlignedPair &aligned, const ExecutablePair &files,
            const Group &group) {
  const NormalPair &pair = aligned.pair;
  FaultBuilder finding(group.type, group.rule.c_str(), pair);
  Fault &fault = finding.fault;
  fault.targetValue = group.target;
  fault.sourceValue = group.source;
  for (const DifferingPlace *place : group.places) {
    for (const Op *op : movementTakenIn(*place, pair, files))
      finding.addTargetNode(*op);
    for (const Op *op : place->target)
      finding.addTargetOp(*op);
    for (const Op *op : misreaders(*place))
      finding.addTargetOp(*op);
    for (const Op *op : place->source)
      finding.addSourceOp(*op);
    if (place->target.empty())
      addReadHere(finding, *place, aligned, files);
    if (place->error >= fault.localError || place == group.places.front()) {
      fault.localError = place->error;
      fault.noiseFloor = place->floor;
    }
  }
  std::vector<std::string> idle;
  for (const Op *reader :
       group.target.empty() ? idleReaders(*group.places.front(), pair) : std::vector<const Op *>())
    idle.emplace_back(reader->type());
  fault.cause =
      group.target == group.source
          ? kindsInWords(group.target) + " gives something else on the source's values"
          : (idle.empty() ? kindsInWords(group.target) : kindsInWords(idle) + " does nothing") +
                " where the source has " + kindsInWords(group.source);
  if (group.type == FaultType::PP)
    describePreprocessing(fault, group, pair);
  if (group.places.size() > 1)
    fault.cause += ", at " + std::to_string(group.places.size()) + " places";
  finding.report(module);
}

bool looksLikeAnotherNetwork(const Alignment &alignment) {
  auto weighted = static_cast<int64_t>(alignment.weighted.size());
  return looksUnrelated(weighted, weighted - static_cast<int64_t>(alignment.unaligned.size()));
}

/// What is done to pictures in a place at which the first layer differs as well is another fault than the layer's.
std::vector<DifferingPlace> partsOf(const DifferingPlace &place, const NormalPair &pair) {
  DifferingPlace before = onInputPath(place, pair), rest = place;
  if (preprocessingIn(before, pair).empty())
    return {place};
  auto isBefore = [&](const Op *op) {
    return std::ranges::find(before.target, op) != before.target.end() ||
           std::ranges::find(before.source, op) != before.source.end();
  };
  std::erase_if(rest.target, isBefore);
  std::erase_if(rest.source, isBefore);
  rest.isRest = true;
  if (rest.target.empty() && rest.source.empty())
    return {place};
  return {before, rest};
}

/// As the target is now.
bool doOutputsDiffer(const Module &module) {
  auto shows = [&](const char *tag) {
    auto evaluation = evaluationOf(module, tag);
    return evaluation && evaluation->trueMismatches() + evaluation->valuesDiffer > 0;
  };
  auto isProbed = [&](const char *tag) {
    return std::ranges::any_of(probesOf(module, tag), &Probe::differs);
  };
  if (evaluationOf(module, "after"))
    return shows("now") || isProbed("after");
  if (evaluationOf(module, "now"))
    return shows("now");
  return shows("before") || isProbed("before");
}

} // namespace

void reportUnnamedDifferences(Module &module, const AlignedPair &aligned,
                              const ExecutablePair &files, FaultType type) {
  bool outputsDiffer = doOutputsDiffer(module);
  const NormalPair &pair = aligned.pair;
  // Where outputs stand in another order, each of them differs from the one in its place.
  auto order = outputOrder(pair, aligned.alignment);
  if (!outputsDiffer || (order && !outputsInPlace(pair, *order)) ||
      looksLikeAnotherNetwork(aligned.alignment))
    return;
  std::vector<Fault> known = faultsOf(module);
  std::erase_if(known, &Fault::retry);
  bool isRounded =
      isQuantised(*pair.targetNormal) || std::ranges::any_of(known, [](const Fault &f) {
        return isRounding(f) && f.status != RepairStatus::Applied;
      });
  std::vector<DifferingPlace> places;
  for (const DifferingPlace &place : differingPlaces(aligned))
    std::ranges::move(partsOf(place, pair), std::back_inserter(places));
  std::vector<Group> groups;
  std::vector<std::pair<const DifferingPlace *, std::vector<PartDifference>>> apart;
  for (const DifferingPlace &place : places) {
    bool isNamed = std::ranges::any_of(known, [&](const Fault &fault) {
      return names(fault, place, pair) || isBehind(fault, place, aligned);
    });
    bool isLater = type == FaultType::PP
                       ? preprocessingIn(place, pair).empty()
                       : type == FaultType::TSS && (!isMovement(place) || holdsNumbers(place) ||
                                                    isConfigured(place, aligned.alignment));
    isNamed |= std::ranges::any_of(places, [&](const DifferingPlace &other) {
      return isMovedFurther(place, other) && isConfigured(other, aligned.alignment);
    });
    if (isNamed || isLater || isView(place, files) || (isRounded && place.mayBeRounded()))
      continue;
    bool isApart = type == FaultType::CG && !isSpeltAround(place);
    if (auto parts =
            isApart ? partsThatDiffer(place, aligned, files) : std::vector<PartDifference>();
        !parts.empty()) {
      apart.emplace_back(&place, std::move(parts));
      continue;
    }
    Group group = groupOf(aligned, files, place);
    auto same = std::ranges::find_if(groups, [&](const Group &g) {
      return g.rule == group.rule && g.target == group.target && g.source == group.source;
    });
    if (same == groups.end())
      groups.push_back(std::move(group));
    else
      same->places.push_back(&place);
  }
  for (size_t i = 0; i < std::min(mostReported, apart.size()); ++i)
    reportParts(module, apart[i].second, *apart[i].first, pair);
  for (size_t i = 0; i < std::min(mostReported, groups.size()); ++i)
    report(module, aligned, files, groups[i]);
}

std::string kindsInWords(const std::vector<std::string> &kinds) {
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

std::vector<DifferingPlace> placesOf(const Fault &fault, const AlignedPair &aligned) {
  std::vector<DifferingPlace> places = differingPlaces(aligned);
  std::erase_if(places,
                [&](const DifferingPlace &place) { return !names(fault, place, aligned.pair); });
  return places;
}

} // namespace fixcon

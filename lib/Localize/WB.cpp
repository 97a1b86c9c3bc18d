// localize-wb: compares the learned operands of every pair of ops by role, on the normal form,
// where a folded normalisation and one that stands apart are equal up to rounding. What differs there is
// named in the words of the files, where both have it at the same place of like chains of ops.
//
// A rounding that runs through the whole model (f16, bf16, 8-bit grid) is one finding, and so is a
// constant that several ops share; any other difference is one finding per op.
#include "FaultBuilder.h"
#include "LearnedDifference.h"
#include "OrderInWords.h"
#include "PartsApart.h"
#include "fixcon/Fault/ByDesign.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Localize/FileDifferences.h"
#include "fixcon/Localize/FoldedEpsilon.h"
#include "fixcon/Localize/OutOfOrder.h"
#include "fixcon/Localize/PartOfConstant.h"
#include "fixcon/Localize/Quantization.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Tensor/Quantize.h"
#include "fixcon/Transforms/MainCore.h"
#include "fixcon/Validate/StoredPrecision.h"

#include <algorithm>
#include <cstdio>
#include <unordered_set>

namespace fixcon {
namespace {

class Localizer {
public:
  /// `grids`: of a quantised target, else null.
  Localizer(Module &module, const NormalPair &pair, const ExecutablePair &files,
            const TargetGrids *grids)
      : module(module), pair(pair), files(files), grids(grids),
        isStored(narrowerStorage(*files.sourceExecutable, *files.targetExecutable) &&
                 !computesInHalf(*files.targetExecutable)) {}

  void add(LearnedDifference d) {
    std::vector<FileDifference> parts;
    if (grids && !isRounding(d.worst.kind))
      d = withoutFollowing(std::move(d));
    if (d.operands.empty())
      return;
    if (isOfGrid(d.worst.kind)) {
      append(entryFor(d, parts), d, parts);
      return;
    }
    if (auto found = fileDifferences(files, *d.pair->target, *d.pair->source)) {
      std::ranges::copy_if(*found, std::back_inserter(parts), &FileDifference::isLearned);
      // Else an attribute of something that was folded, which is no weight.
      if (parts.empty() && d.worst.kind != WeightClass::Absent)
        return;
      if (!parts.empty())
        d.worst = worstOf(parts);
    } else if (foldedEpsilon(files, *d.pair->target, *d.pair->source)) {
      return;
    } else if (auto apart = partsApart(files, *d.pair->target, *d.pair->source)) {
      if (!apart->isUnfolded)
        report(d, *apart);
      return;
    } else if (auto moved = foldedTransposes(*d.pair->target, *pair.target);
               d.worst.kind == WeightClass::Permuted &&
               (moved.size() > foldedTransposes(*d.pair->source, *pair.source).size() ||
                areHeldAlike(d))) {
      reportOrder(d, moved);
      return;
    } else if (auto joins = joinsOf(*d.pair->target);
               d.worst.kind == WeightClass::Permuted && !joins.empty() && areJoinedOtherwise(d)) {
      reportOrder(d, joins);
      return;
    }
    append(entryFor(d, parts), d, parts);
  }

  void report() {
    if (grids)
      addActivations();
    for (Entry &e : entries) {
      Fault &f = e.finding.fault;
      if (!e.costs.empty())
        f.targetValue = e.costs;
      const auto &sites = f.sites.targets();
      size_t count = std::unordered_set<std::string>(sites.begin(), sites.end()).size();
      f.cause = e.what + " " + e.worst.str() +
                (count > 1 ? " in " + std::to_string(count) + " layers" : "");
      if (e.worst.kind != WeightClass::NonFinite)
        f.cause += ": off by at most " + number(e.worst.maxAbs);
      if (e.worst.kind == WeightClass::Quantized && updateKnown(f))
        continue;
      e.finding.report(module);
    }
  }

private:
  struct Entry {
    FaultBuilder finding;
    WeightDifference worst;
    std::vector<std::string> tensors;    ///< of the first one, in the target
    std::string what;                    ///< the operands in words
    std::vector<std::string> costs = {}; ///< of a quantised model, by layer
  };

  /// Integers of a bias have the scale of what they are added to, so they are off where that is.
  bool followsFromGrid(const Value &bias) const {
    return std::ranges::any_of(grids->grids, [&](const TargetGrid &grid) {
      auto wrong = gridFault(grid, *grids);
      return wrong && std::ranges::find(bias.origins(), wrong->scale) != bias.origins().end();
    });
  }

  /// What differs without that: less, or nothing.
  LearnedDifference withoutFollowing(LearnedDifference d) const {
    std::erase_if(d.operands, [&](unsigned i) {
      const Value *bias = d.pair->target->operand(i);
      return bias && opDef(*d.pair->target)->operandDef(i)->role == Role::Bias &&
             followsFromGrid(*bias);
    });
    auto isRounded = [&](unsigned i) {
      const Value *s = d.pair->source->operand(i), *t = d.pair->target->operand(i);
      return s && t && heldIntegers(*t, *pair.target) && areSourceRounded(s->tensor(), t->tensor());
    };
    if (!d.operands.empty() && std::ranges::all_of(d.operands, isRounded))
      d.worst.kind = WeightClass::Quantized;
    return d;
  }

  /// A model is quantised once, by what rounds its weights and by what rounds between its layers.
  void addActivations() {
    std::vector<std::string> costs = activationCosts(*grids, pair);
    if (costs.empty())
      return;
    auto found = std::ranges::find_if(
        entries, [](const Entry &e) { return e.worst.kind == WeightClass::Quantized; });
    // Of two quantised models each is as its grids are.
    if (found == entries.end() && isQuantized(*files.sourceExecutable))
      return;
    if (found == entries.end()) {
      entries.push_back({FaultBuilder(FaultType::WB, weightRule(WeightClass::Quantized), pair),
                         {},
                         {},
                         "activations are"});
      found = entries.end() - 1;
      found->worst.kind = WeightClass::Quantized;
      for (const TargetGrid &grid : grids->grids)
        for (const std::string &origin : grid.origins)
          if (const Value *value = valueInFile(*pair.target, origin);
              grid.cost && value && value->definingOp())
            found->finding.addTargetNode(*value->definingOp());
    }
    std::ranges::move(costs, std::back_inserter(found->costs));
  }

  /// What is said of the model as a whole is said once, of the state that it is in.
  bool updateKnown(Fault &fault) {
    std::vector<Fault> known = faultsOf(module);
    auto found = std::ranges::find_if(known, isByDesign);
    if (found == known.end())
      return false;
    fault.id = found->id;
    updateFault(module, fault);
    return true;
  }

  void addCost(Entry &entry, const LearnedDifference &d) const {
    for (unsigned i : d.operands) {
      const Value *source = d.pair->source->operand(i), *target = d.pair->target->operand(i);
      auto held = source && target ? heldIntegers(*target, *pair.target) : std::nullopt;
      if (held && isQuantizable(*held))
        entry.costs.push_back(
            weightCost(labelInFile(*d.pair->target, *pair.target), *source, *target, *held));
    }
  }

  /// The layer itself is right: ops that follow it are missing, or too much.
  void report(const LearnedDifference &d, const PartsApart &apart) {
    const char *rule = apart.target.empty()   ? "FX-CG-op_missing"
                       : apart.source.empty() ? "FX-CG-op_extra"
                                              : "FX-CG-op_other";
    FaultBuilder finding(FaultType::CG, rule, pair);
    finding.addSites(*d.pair, {}, d.floor);
    for (const Op *op : apart.target)
      finding.addTargetOp(*op);
    // Where there is nothing, its place is behind the layer.
    if (const Value *made = pair.target->value(d.pair->target->result()->name());
        made && apart.target.empty())
      finding.fault.target.tensors = {made->name()};
    for (const Op *op : apart.source)
      finding.addSourceOp(*op);
    finding.fault.cause = "behind '" + labelInFile(*d.pair->target, *pair.target) +
                          "' the target has " + typesOf(apart.target, *pair.target) +
                          " where the source has " + typesOf(apart.source, *pair.source);
    finding.report(module);
  }

  /// Whether the files hold the same numbers, which only the normal forms have in another order.
  bool areHeldAlike(const LearnedDifference &d) const {
    return std::ranges::all_of(d.operands, [&](unsigned i) {
      auto target = heldAs(d.pair->target->operand(i), *pair.target),
           source = heldAs(d.pair->source->operand(i), *pair.source);
      return target && source && target->shape() == source->shape() &&
             equalWeights(*source, *target);
    });
  }

  /// The one constant of the file that a weight of the normal form is, in whatever order.
  static std::optional<Tensor> heldAs(const Value *weight, const Graph &faithful) {
    std::optional<Tensor> held;
    for (const std::string &origin : weight ? weight->origins() : std::vector<std::string>())
      if (auto constant = FaithfulConstant::of(valueInFile(faithful, origin));
          constant && constant->real().size() == weight->tensor().size()) {
        if (held)
          return std::nullopt;
        held = constant->real();
      }
    return held;
  }

  /// Concatenations that put the weights of several ops side by side.
  std::vector<const Op *> joinsOf(const Op &core) const {
    std::vector<const Op *> joins;
    for (const Op *op : faithfulOps(core, *pair.target))
      if (const OpDef *def = mainCoreOf(*op); def && def->name() == "concat")
        joins.push_back(op);
    return joins;
  }

  /// Whether all constants of the target that are parts of its weights are parts of the source's too.
  bool areJoinedOtherwise(const LearnedDifference &d) const {
    return std::ranges::all_of(d.operands, [&](unsigned i) {
      const Value *target = d.pair->target->operand(i), *source = d.pair->source->operand(i);
      int64_t covered = 0;
      for (const std::string &name :
           target &&source ? tensorsBehind(*target, *pair.target) : std::vector<std::string>())
        if (auto constant = FaithfulConstant::of(valueInFile(*pair.target, name));
            constant && partHolding(source->tensor(), constant->real()))
          covered += constant->real().size();
      return target && covered == target->tensor().size();
    });
  }

  /// The numbers are right, and stand in another order for what the normal form has folded into them.
  void reportOrder(const LearnedDifference &d, const std::vector<const Op *> &movers) {
    FaultBuilder finding(
        FaultType::TSS,
        movers.empty() ? "FX-TSS-order" : "FX-TSS-" + mainCoreOf(*movers.front())->name(), pair);
    finding.addSites(*d.pair, {0}, d.floor);
    for (const Op *op : movers)
      finding.addTargetNode(*op);
    if (movers.empty())
      finding.addTargetOp(*d.pair->target);
    finding.addSourceOp(*d.pair->source);
    finding.fault.cause = "the order of axes is changed wrongly: '" +
                          labelInFile(*d.pair->target, *pair.target) +
                          "' reads elements in another order than its weights stand in";
    finding.report(module);
  }

  static std::string typesOf(const std::vector<const Op *> &ops, const Graph &faithful) {
    std::string types;
    for (const Op *op : ops)
      types += (types.empty() ? "" : ", ") + typeInFile(*op, faithful);
    return types.empty() ? "nothing" : types;
  }

  static std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
  }

  static FaithfulConstant constant(const Op &op, int64_t operand, const Graph &faithful) {
    return *FaithfulConstant::of(constantBehind(op, operand, faithful));
  }

  /// Of the operands as the files hold them.
  WeightDifference worstOf(const std::vector<FileDifference> &parts) const {
    WeightDifference worst;
    for (const FileDifference &part : parts) {
      Tensor s = constant(*part.source, part.operand, *pair.source).real(),
             t = constant(*part.target, part.operand, *pair.target).real();
      WeightDifference w = compareWeights(s, t);
      if (w.kind == WeightClass::Permuted)
        w.detail = orderInWords(s, t, *part.target);
      if (saysMore(w, worst))
        worst = std::move(w);
    }
    return worst;
  }

  Entry &entryFor(const LearnedDifference &d, const std::vector<FileDifference> &parts) {
    WeightClass kind = d.worst.kind;
    std::vector<std::string> tensors = tensorsOf(d, parts);
    for (Entry &e : entries)
      if (e.worst.kind == kind && (isRounding(kind) || (!tensors.empty() && e.tensors == tensors)))
        return e;
    bool isHalf = kind == WeightClass::Half || kind == WeightClass::BFloat;
    std::string rule = isHalf && isStored ? "FX-WB-stored" : weightRule(kind);
    entries.push_back({FaultBuilder(FaultType::WB, std::move(rule), pair),
                       {},
                       std::move(tensors),
                       words(d, parts)});
    entries.back().worst.kind = kind;
    return entries.back();
  }

  /// What differs, in words: operands of an op that is folded into another are called by their names.
  std::string words(const LearnedDifference &d, const std::vector<FileDifference> &parts) const {
    std::string names;
    for (const FileDifference &part : parts) {
      if (part.target->name() == d.pair->target->name() || opDef(*part.target)->traits().linear)
        return "weights are";
      names += (names.empty() ? "" : ", ") + part.name;
    }
    if (!names.empty())
      return names + " of " + typeInFile(*parts.front().target, *pair.target) +
             (parts.size() > 1 ? " are" : " is");
    std::string folded = foldedInto(d);
    return folded.empty() ? "weights are" : "weights with " + folded + " folded in are";
  }

  /// What makes other numbers of the file's constants than these, by type.
  std::string foldedInto(const LearnedDifference &d) const {
    const Op &target = *d.pair->target;
    const Op *main = mainFaithfulOp(target, *pair.target);
    std::string types;
    if (std::ranges::all_of(d.operands, [&](unsigned i) { return isHeld(target.operand(i)); }))
      return types;
    for (const Op *op : faithfulOps(target, *pair.target))
      if (op != main && types.find(op->type()) == std::string::npos)
        types += (types.empty() ? "" : ", ") + std::string(op->type());
    return types;
  }

  /// Whether a constant of the file has these elements, perhaps in another order of axes, or beside others.
  bool isHeld(const Value *weight) const {
    return !weight || std::ranges::any_of(weight->origins(), [&](const std::string &origin) {
      auto constant = FaithfulConstant::of(pair.target->value(origin));
      if (!constant)
        return false;
      const Tensor &held = constant->real();
      if (held.size() != weight->tensor().size())
        return partHolding(held, weight->tensor()).has_value();
      return std::ranges::any_of(
          candidateLayouts(weight->tensor().shape(), held.shape()), [&](const Layout &layout) {
            return equalWeights(held, applyLayout(weight->tensor(), layout, held.shape()));
          });
    });
  }

  std::vector<std::string> tensorsOf(const LearnedDifference &d,
                                     const std::vector<FileDifference> &parts) const {
    std::vector<std::string> tensors;
    for (const FileDifference &part : parts)
      tensors.push_back(constant(*part.target, part.operand, *pair.target).heldBy().name());
    if (parts.empty())
      for (unsigned i : d.operands)
        if (const Value *weight = d.pair->target->operand(i))
          std::ranges::move(tensorsBehind(*weight, *pair.target), std::back_inserter(tensors));
    return tensors;
  }

  void append(Entry &entry, const LearnedDifference &d, const std::vector<FileDifference> &parts) {
    if (d.worst.maxAbs >= entry.worst.maxAbs)
      entry.worst = d.worst;
    if (entry.what != words(d, parts))
      entry.what = "weights are";
    entry.finding.addSites(*d.pair, {d.operands.begin(), d.operands.end()}, d.floor);
    if (d.worst.kind == WeightClass::Quantized)
      addCost(entry, d);
    if (parts.empty())
      appendFolded(entry, d);
    for (const FileDifference &part : parts) {
      entry.finding.addTargetOp(*part.target);
      entry.finding.addSourceOp(*part.source);
      entry.finding.addTargetTensor(constant(*part.target, part.operand, *pair.target).heldBy());
      entry.finding.addSourceTensor(constant(*part.source, part.operand, *pair.source).heldBy());
    }
  }

  void appendFolded(Entry &entry, const LearnedDifference &d) {
    bool isWhole = true;
    for (unsigned i : d.operands) {
      const Value *target = d.pair->target->operand(i), *source = d.pair->source->operand(i);
      if (target)
        isWhole &= appendTensors(entry, d, *target, source);
      if (source)
        entry.finding.addSourceTensors(*source);
    }
    if (isWhole)
      entry.finding.addTargetOp(*d.pair->target);
    entry.finding.addSourceOp(*d.pair->source);
  }

  /// The constants that a weight came from. Of several that are parts of it only those that differ, with the ops that read
  /// them: then false.
  bool appendTensors(Entry &entry, const LearnedDifference &d, const Value &target,
                     const Value *source) {
    std::vector<FaithfulConstant> differing;
    bool isWhole = true;
    for (const std::string &name : tensorsBehind(target, *pair.target))
      if (auto constant = FaithfulConstant::of(valueInFile(*pair.target, name))) {
        auto part = source && source->tensor().size() == target.tensor().size()
                        ? partHolding(target.tensor(), constant->real())
                        : std::nullopt;
        bool isRight =
            part && equalWeights(partOf(source->tensor().reshaped(target.tensor().shape()), *part,
                                        constant->real().shape()),
                                 constant->real());
        isWhole &= !isRight;
        if (!isRight)
          differing.push_back(std::move(*constant));
      }
    // What has no constant, such as a bias that is missing, is part of it too.
    isWhole |= differing.empty();
    if (isWhole)
      entry.finding.addTargetTensors(target);
    for (const FaithfulConstant &constant : differing)
      if (!isWhole) {
        entry.finding.addTargetTensor(constant.heldBy());
        for (const Op *op : faithfulOps(*d.pair->target, *pair.target))
          if (std::ranges::find(op->operands(), &constant.value()) != op->operands().end())
            entry.finding.addTargetNode(*op);
      }
    return isWhole;
  }

  Module &module;
  const NormalPair &pair;
  const ExecutablePair &files;
  const TargetGrids *grids;
  bool isStored; ///< weights of half precision in a target that computes in single
  std::vector<Entry> entries;
};

} // namespace

std::unique_ptr<Pass> createLocalizeWB() {
  struct LocalizeWB : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto aligned = AlignedPair::of(module, context);
      const auto *files = context.analyses.get<ExecutablePair>(module, context);
      if (!aligned || !files)
        return failure();
      const auto *grids = isQuantized(*files->targetExecutable)
                              ? context.analyses.get<TargetGrids>(module, context)
                              : nullptr;
      Localizer localizer(module, aligned->pair, *files, grids);
      std::vector<Fault> known = faultsOf(module);
      for (LearnedDifference &d : learnedDifferences(*aligned, module, context))
        if (!isPreprocessing(*d.pair, aligned->pair, known))
          localizer.add(std::move(d));
      localizer.report();
      if (grids)
        reportGridFaults(module, aligned->pair, *grids);
      return success();
    }

    /// Numbers that the preprocessing built into the target has been blamed for.
    static bool isPreprocessing(const OpPair &ops, const NormalPair &pair,
                                const std::vector<Fault> &known) {
      std::string label = labelInFile(*ops.target, *pair.target);
      return std::ranges::any_of(known, [&](const Fault &fault) {
        return fault.rule == "FX-PP-built_in" &&
               std::ranges::find(fault.target.nodes, label) != fault.target.nodes.end();
      });
    }
  };
  return std::make_unique<LocalizeWB>();
}

} // namespace fixcon

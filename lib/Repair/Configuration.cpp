// What configures an op of the target becomes the source's.
//
// First by the smallest edit, setting the attribute (or the constant operand) of the faithful op
// that has the core op's meaning. Where the target spells the meaning by several ops, so that no
// attribute of one of them says it (Pad in front of a pool), those are replaced by the one op that
// does:
//
//   onnx.Pad -> onnx.AveragePool {}
//   becomes onnx.AveragePool {pads = ..., count_include_pad = 0}
//
// Either edit is proven: the attribute of the normal form then equals the source's.
#include "Configuration.h"

#include "ConstantWrites.h"
#include "SiteParts.h"
#include "Transaction.h"
#include "fixcon/Align/Alignment.h"
#include "fixcon/Fault/ValueText.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Localize/FilledPadding.h"
#include "fixcon/Localize/FoldedEpsilon.h"
#include "fixcon/Localize/Hyperparameters.h"
#include "fixcon/Localize/SpelledConstants.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Spelling/Speller.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

class ConfigurationRepairer : public Repairer {
public:
  ConfigurationRepairer(Module &module, PassContext &context) : module(module), context(context) {}

  Edited repair(const Fault &fault) override {
    const FaultSites &sites = fault.sites;
    if (sites.size() == 0)
      return Edited::none(); // no op of the normal form is the one that is configured otherwise
    std::string what =
        fault.target.attribute + ": " + show(fault.targetValue) + " -> " +
        (fault.source.attribute.empty() || fault.source.attribute == fault.target.attribute
             ? ""
             : fault.source.attribute + " = ") +
        show(fault.sourceValue);
    if (isNaN(fault.sourceValue))
      return Edited::refused(notFinite);
    refusal = "the target spells this op by nodes that no edit of one of them makes the source's";
    for (auto edit : {&ConfigurationRepairer::takeOver, &ConfigurationRepairer::setFilling,
                      &ConfigurationRepairer::setSpelling, &ConfigurationRepairer::set,
                      &ConfigurationRepairer::setTogether, &ConfigurationRepairer::setEpsilon,
                      &ConfigurationRepairer::setConstant, &ConfigurationRepairer::replace}) {
      Transaction transaction(module, context);
      remark.clear();
      const NormalPair *after = editAll(fault, edit) ? transaction.renormalize() : nullptr;
      for (size_t i = 0; after && i < sites.size(); ++i)
        if (!proven(*after, fault, sites[i]))
          after = nullptr;
      if (!after)
        continue;
      transaction.commit();
      return {what + remark};
    }
    return Edited::refused(refusal);
  }

  /// Everything that configures the ops is the source's, and what they make goes where the source's
  /// goes: a partner in the middle of a region that differs otherwise is only half repaired.
  bool isComplete(const Fault &fault) override {
    const FaultSites &sites = fault.sites;
    DiagnosticSuppressor suppressor(module.diagnostics());
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    const Alignment *alignment = context.analyses.get<Alignment>(module, context);
    bool complete = pair && alignment;
    for (size_t i = 0; complete && i < sites.size(); ++i) {
      auto left = differencesAt(*pair, sites[i]);
      if (!(complete = left && left->empty() && foldedAt(*pair, sites[i]).empty()))
        break;
      const Op &target = *opMaking(*pair->targetNormal, sites[i].targetOp);
      complete = isOpaque(target) ||
                 feedsAlike(*alignment, target, *opMaking(*pair->sourceNormal, sites[i].sourceOp));
    }
    return complete;
  }

private:
  /// Some user of the one is the partner of some user of the other, or both are outputs.
  static bool feedsAlike(const Alignment &alignment, const Op &targetOp, const Op &sourceOp) {
    for (const Use &use : targetOp.result()->uses())
      for (const Use &other : sourceOp.result()->uses()) {
        const OpPair *users = use.op ? alignment.pairOf(use.op) : nullptr;
        bool outputs = !use.op && !other.op && use.index == other.index;
        if (outputs || (users && users->source == other.op))
          return true;
      }
    return false;
  }

  /// An infinite bound is none, but no op is configured by NaN.
  static bool isNaN(const Attribute &a) {
    const double *number = a.get<double>();
    const auto *list = a.get<Attribute::Floats>();
    return (number && std::isnan(*number)) ||
           (list && std::ranges::any_of(*list, [](double v) { return std::isnan(v); }));
  }

  /// The two ops of the normal forms at a site, and the fault that they show.
  struct Place {
    const NormalPair &pair;
    const Fault &fault;
    const FaultSites::Site &site;
    const Op &target, &source;
  };

  using Edit = bool (ConfigurationRepairer::*)(const Place &);

  bool editAll(const Fault &fault, Edit edit) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    bool good = pair && fault.sites.size() > 0;
    for (size_t i = 0; good && i < fault.sites.size(); ++i) {
      FaultSites::Site site = fault.sites[i];
      Op *target = opMaking(*pair->targetNormal, site.targetOp),
         *source = opMaking(*pair->sourceNormal, site.sourceOp);
      good = target && source && isOpaque(*target) == (edit == &ConfigurationRepairer::takeOver) &&
             (this->*edit)({*pair, fault, site, *target, *source});
    }
    return good;
  }

  /// As the normal forms call what differs.
  static std::string nameOf(const Fault &fault) {
    return fault.rule.substr(fault.rule.find('-', std::string_view("FX-").size()) + 1);
  }

  /// What was folded into the weights of the op at a site, and differs.
  std::vector<FileDifference> foldedAt(const NormalPair &pair, const FaultSites::Site &site) const {
    const Op *core = opMaking(*pair.targetNormal, site.targetOp);
    return core ? foldedInto(*core, partsAt(module, context, site)) : std::vector<FileDifference>();
  }

  /// What the source's file says of an operator that is not known, word for word.
  bool takeOver(const Place &at) {
    Op *faithful = opMaking(*at.pair.target, at.site.targetOp);
    if (!faithful)
      return false;
    const std::string name = nameOf(at.fault);
    if (at.site.operand < 0) {
      const Attribute *wanted = at.source.attrs().find(name);
      bool isGraph = wanted && (wanted->get<RegionRef>() || wanted->get<std::vector<RegionRef>>());
      if (isGraph)
        refusal = "nested graphs are not taken over";
      else if (wanted)
        faithful->attrs().set(name, *wanted);
      else
        faithful->attrs().erase(name);
      return !isGraph;
    }
    auto i = static_cast<unsigned>(at.site.operand);
    const Tensor &wanted = at.source.operand(i)->tensor();
    ConstantWrites writes(at.pair);
    if (wanted.isString())
      refusal = "constants that are texts are not written";
    else if (Value *constant = faithful->operand(i)) {
      writes.add(*constant, wanted, Use{faithful, nullptr, i});
      refusal = writes.perform();
    }
    return refusal.empty();
  }

  /// The attribute or the configuring operand of the faithful op, in whichever form its opset has it.
  bool set(const Place &at) {
    auto parts = foldedAt(at.pair, at.site);
    auto folded = std::ranges::find(parts, nameOf(at.fault), &FileDifference::name);
    bool isFolded = folded != parts.end();
    const Op &target = isFolded ? *folded->target : at.target,
             &source = isFolded ? *folded->source : at.source;
    int64_t operand = isFolded ? folded->operand : at.site.operand;
    return sayAs(source, at.pair, target, nameOf(at.fault), operand);
  }

  /// Everything that configures the op: dilations without the pads that go with them give another size, which
  /// what comes next may not take.
  bool setTogether(const Place &at) {
    auto differences = differencesAt(at.pair, at.site);
    if (!differences || differences->size() < 2)
      return false;
    for (const HyperparameterDifference &d : *differences) {
      if (!sayAs(at.source, at.pair, at.target, d.name, d.operand))
        return false;
      if (d.name != nameOf(at.fault))
        remark += ", with " + d.name;
    }
    return true;
  }

  /// What the source's op has there, said by the target's.
  bool sayAs(const Op &source, const NormalPair &pair, const Op &target, const std::string &name,
             int64_t operand) {
    const Value *value = operand < 0 ? nullptr : source.operand(static_cast<unsigned>(operand));
    if (value && !value->isWeight())
      return false;
    return say(pair, target, name,
               operand < 0 ? opDef(source)->effective(source, name)
               : value     ? Attribute(value->tensor())
                           : Attribute());
  }

  /// The number by which an op in front of a window pads it.
  bool setFilling(const Place &at) {
    auto filling = filledPadding(at.target, at.source);
    if (!filling || nameOf(at.fault) != opDef(at.target)->traits().window->pads)
      return false;
    Tensor number =
        Tensor::scalar(filling->source).converted(filling->pad->result()->type().dtype());
    return say(at.pair, *filling->pad, "constant_value", Attribute(number));
  }

  /// The epsilon of a normalisation that the source has folded into its weights.
  bool setEpsilon(const Place &at) {
    const auto *files = context.analyses.get<ExecutablePair>(module, context);
    auto epsilon = files ? foldedEpsilon(*files, at.target, at.source) : std::nullopt;
    return epsilon && say(at.pair, *epsilon->op, nameOf(at.fault), epsilon->source);
  }

  /// Gives the faithful op of a core op another attribute or operand.
  bool say(const NormalPair &pair, const Op &core, const std::string &name,
           const Attribute &wanted) {
    Op *faithful = mainFaithfulOp(core, *pair.target);
    if (!faithful)
      return false;
    // A layer on integers is configured as the one on real numbers that it stands for.
    const OpDef *own = opDefForForeign(*faithful);
    bool isOther = own && own != opDef(core) &&
                   own->effective(*faithful, name) == opDef(core)->effective(core, name);
    Spelled written = Speller(faithful->parent(), pair.targetNormal)
                          .set(*faithful, isOther ? *own : *opDef(core), name, wanted);
    if (!written)
      refusal = written.refusal;
    return static_cast<bool>(written);
  }

  /// All by which the source's file says it: an automatic padding that is written as such holds for other
  /// sizes, too.
  bool setSpelling(const Place &at) {
    auto differences = differencesAt(at.pair, at.site);
    if (!differences)
      return false;
    auto spelling =
        spellingOf(nameOf(at.fault), at.target, *differences, partsAt(module, context, at.site));
    // What goes makes room for what comes.
    std::ranges::stable_partition(spelling, [](const FileDifference &part) {
      return part.operand < 0 && !part.source->attrs().find(part.name);
    });
    for (const FileDifference &part : spelling)
      if (!say(at.pair, *part.target, part.name, wantedBy(part)))
        return false;
    return !spelling.empty();
  }

  static Attribute wantedBy(const FileDifference &part) {
    if (part.operand >= 0) {
      const Value *value = part.source->operand(static_cast<unsigned>(part.operand));
      return value ? Attribute(value->tensor()) : Attribute();
    }
    const Attribute *said = part.source->attrs().find(part.name);
    return said ? *said : Attribute();
  }

  /// The constant by which one of several ops spells the attribute.
  bool setConstant(const Place &at) {
    const OpDef *def = opDef(at.target);
    Attribute source = def->effective(at.source, nameOf(at.fault));
    const double *wanted = source.get<double>();
    std::vector<Use> spelled =
        spelledConstants(at.target, def->effective(at.target, nameOf(at.fault)), *at.pair.target);
    if (!wanted || spelled.size() != 1)
      return false;
    Value &constant = *spelled.front().op->operand(spelled.front().index);
    ConstantWrites writes(at.pair);
    Tensor values = Tensor::of<double>(FaithfulConstant::of(&constant)->real().shape(), {*wanted});
    writes.add(constant, values, spelled.front());
    std::string problem = writes.perform();
    if (!problem.empty())
      refusal = problem;
    else
      remark = " in " + writes.written().front();
    return problem.empty();
  }

  /// One op with the source's meaning in place of all faithful ops that `targetOp` came from. Operands
  /// that are computed must be faithful values; constants are taken from the target's normal form,
  /// configuring ones from the source.
  bool replace(const Place &at) {
    const NormalPair &pair = at.pair;
    const Op &targetOp = at.target, &sourceOp = at.source;
    Graph &faithful = *pair.target;
    const OpDef *def = opDef(targetOp);
    Value *old = faithful.value(targetOp.result()->name());
    std::vector<Op *> ops = faithfulOps(targetOp, faithful);
    Op *last = old ? old->definingOp() : nullptr;
    if (!def || !last || targetOp.numResults() != 1)
      return false;
    CoreCall call{def, {}, sourceOp.attrs(), {true}, old->name()};
    for (unsigned i = 0; i < std::max(targetOp.numOperands(), sourceOp.numOperands()); ++i) {
      auto operand = faithfulOperand(faithful, *def, targetOp, sourceOp, i);
      if (!operand)
        return false;
      call.operands.push_back(std::move(*operand));
    }
    Spelled written = Speller(faithful, pair.targetNormal).emit(call, last);
    if (!written)
      return false;
    Value *result = written.result();
    result->setType(old->type());
    old->replaceAllUsesWith(result);
    std::string name = old->name();
    remark = " (one op in place of " + std::to_string(ops.size()) + ")";
    eraseUnused(ops);
    if (faithful.value(name))
      return false;
    faithful.rename(result, name);
    return true;
  }

  static std::optional<SpellingOperand> faithfulOperand(Graph &faithful, const OpDef &def,
                                                        const Op &targetOp, const Op &sourceOp,
                                                        unsigned i) {
    bool configuring = def.operandDef(i) && configures(def.operandDef(i)->role);
    const Value *v = configuring ? sourceOp.operand(i) : targetOp.operand(i);
    if (!v)
      return SpellingOperand();
    if (Value *same = faithful.value(v->name());
        same && !configuring &&
        (!v->isWeight() || (same->isWeight() && same->tensor().identical(v->tensor()))))
      return SpellingOperand(same);
    return v->isWeight() ? std::optional(SpellingOperand(v->tensor())) : std::nullopt;
  }

  /// The difference between two ops of the normal forms, or nothing where they are not there.
  static std::optional<std::vector<HyperparameterDifference>>
  differencesAt(const NormalPair &pair, const FaultSites::Site &site) {
    Op *targetOp = opMaking(*pair.targetNormal, site.targetOp),
       *sourceOp = opMaking(*pair.sourceNormal, site.sourceOp);
    if (!targetOp || !sourceOp || targetOp->name() != sourceOp->name())
      return std::nullopt;
    return hyperparameterDifferences(*sourceOp, *targetOp);
  }

  bool proven(const NormalPair &after, const Fault &fault, const FaultSites::Site &site) {
    auto left = differencesAt(after, site);
    auto isLeft = [&](const auto &difference) { return difference.name == nameOf(fault); };
    if (!left || std::ranges::any_of(*left, isLeft))
      return false;
    const Op &target = *opMaking(*after.targetNormal, site.targetOp);
    if (isOpaque(target))
      return true;
    const OpDef *def = opDef(target);
    bool isOwn = std::ranges::find(def->attributes(), nameOf(fault), &AttrDef::name) !=
                     def->attributes().end() ||
                 std::ranges::find(def->operands(), nameOf(fault), &OperandDef::name) !=
                     def->operands().end();
    if (isOwn && !isLearnedSite(*def, site))
      return true;
    auto parts = partsAt(module, context, site);
    return parts.empty() ? hasEqualOperands(after, site) : std::ranges::none_of(parts, isLeft);
  }

  /// Whether the fault shows at an operand that does not configure the op.
  static bool isLearnedSite(const OpDef &def, const FaultSites::Site &site) {
    const OperandDef *operand =
        site.operand < 0 ? nullptr : def.operandDef(static_cast<unsigned>(site.operand));
    return operand && !configures(operand->role);
  }

  /// Whether the operand that showed what was folded into it is the source's. One that was ordered otherwise shows
  /// at what the op gives.
  static bool hasEqualOperands(const NormalPair &after, const FaultSites::Site &site) {
    auto i = static_cast<unsigned>(site.operand);
    const Value *target = opMaking(*after.targetNormal, site.targetOp)->operand(i),
                *source = opMaking(*after.sourceNormal, site.sourceOp)->operand(i);
    if (!target || !source || target->isWeight() != source->isWeight())
      return false;
    return !target->isWeight() || equalWeights(source->tensor(), target->tensor());
  }

  Module &module;
  PassContext &context;
  std::string remark, refusal;
};

} // namespace

std::unique_ptr<Repairer> makeConfigurationRepairer(Module &module, PassContext &context) {
  return std::make_unique<ConfigurationRepairer>(module, context);
}

} // namespace fixcon

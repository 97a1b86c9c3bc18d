// repair-lh: gives an op of the target the source's hyperparameter.
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
#include "ConstantWrites.h"
#include "Repairer.h"
#include "SiteParts.h"
#include "Transaction.h"
#include "fixcon/Align/Alignment.h"
#include "fixcon/Fault/ValueText.h"
#include "fixcon/Localize/Hyperparameters.h"
#include "fixcon/Localize/SpelledConstants.h"
#include "fixcon/Spelling/Speller.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

class LHRepairer : public Repairer {
public:
  LHRepairer(Module &module, PassContext &context) : module(module), context(context) {}

  Edited repair(const Fault &fault) override {
    const FaultSites &sites = fault.sites;
    std::string what =
        fault.target.attribute + ": " + show(fault.targetValue) + " -> " + show(fault.sourceValue);
    if (isNaN(fault.sourceValue))
      return Edited::refused(notFinite);
    refusal = "the target spells this op by nodes that no edit of one of them makes the source's";
    for (auto edit : {&LHRepairer::set, &LHRepairer::setConstant, &LHRepairer::replace}) {
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
      complete = left && left->empty() && partsAt(module, context, sites[i]).empty() &&
                 feedsAlike(*alignment, *opMaking(*pair->targetNormal, sites[i].targetOp),
                            *opMaking(*pair->sourceNormal, sites[i].sourceOp));
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

  using Edit = bool (LHRepairer::*)(const Place &);

  bool editAll(const Fault &fault, Edit edit) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    bool good = pair && fault.sites.size() > 0;
    for (size_t i = 0; good && i < fault.sites.size(); ++i) {
      FaultSites::Site site = fault.sites[i];
      Op *target = opMaking(*pair->targetNormal, site.targetOp),
         *source = opMaking(*pair->sourceNormal, site.sourceOp);
      good = target && source && (this->*edit)({*pair, fault, site, *target, *source});
    }
    return good;
  }

  /// The attribute of something that was folded into the op.
  std::optional<FileDifference> foldedAt(const Place &at) const {
    for (const FileDifference &d : partsAt(module, context, at.site))
      if (!d.isLearned && d.name == at.fault.target.attribute)
        return d;
    return std::nullopt;
  }

  /// The attribute or the configuring operand of the faithful op, in whichever form its opset has it.
  bool set(const Place &at) {
    auto folded = foldedAt(at);
    const Op &target = folded ? *folded->target : at.target,
             &source = folded ? *folded->source : at.source;
    int64_t operand = folded ? folded->operand : at.site.operand;
    Op *faithful = mainFaithfulOp(target, *at.pair.target);
    const Value *value = operand < 0 ? nullptr : source.operand(static_cast<unsigned>(operand));
    if (!faithful || (value && !value->isWeight()))
      return false;
    Attribute wanted = operand < 0 ? at.fault.sourceValue
                       : value     ? Attribute(value->tensor())
                                   : Attribute();
    Speller speller(faithful->parent(), at.pair.targetNormal);
    Spelled written = speller.set(*faithful, *opDef(target), at.fault.target.attribute, wanted);
    if (!written)
      refusal = written.refusal;
    return static_cast<bool>(written);
  }

  /// The constant by which one of several ops spells the attribute.
  bool setConstant(const Place &at) {
    const double *wanted = at.fault.sourceValue.get<double>();
    std::vector<Use> spelled = spelledConstants(at.target, at.fault.targetValue, *at.pair.target);
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
    auto folded = partsAt(module, context, site);
    return left &&
           std::ranges::find(folded, fault.target.attribute, &FileDifference::name) ==
               folded.end() &&
           std::ranges::none_of(*left, [&](const HyperparameterDifference &d) {
             return d.name == fault.target.attribute;
           });
  }

  Module &module;
  PassContext &context;
  std::string remark, refusal;
};

} // namespace

std::unique_ptr<Pass> createRepairLH() {
  struct RepairLH : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      LHRepairer repairer(module, context);
      return repairEach(module, context, FaultType::LH, repairer);
    }
  };
  return std::make_unique<RepairLH>();
}

} // namespace fixcon

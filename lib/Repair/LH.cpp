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
#include "Repairer.h"
#include "Transaction.h"
#include "fixcon/Align/Alignment.h"
#include "fixcon/Localize/Hyperparameters.h"
#include "fixcon/Spelling/Speller.h"

#include <algorithm>

namespace fixcon {
namespace {

class LHRepairer : public Repairer {
public:
  LHRepairer(Module &module, PassContext &context) : module(module), context(context) {}

  Edited repair(const Fault &fault) override {
    const FaultSites &sites = fault.sites;
    std::string what =
        fault.target.attribute + ": " + show(fault.targetValue) + " -> " + show(fault.sourceValue);
    refusal = "the target spells this op by nodes that no edit of one of them makes the source's";
    for (bool respelling : {false, true}) {
      Transaction transaction(module, context);
      bool good = sites.size() > 0;
      for (size_t i = 0; good && i < sites.size(); ++i)
        good = edit(fault, sites[i], respelling);
      const NormalPair *after = good ? transaction.renormalize() : nullptr;
      for (size_t i = 0; after && i < sites.size(); ++i)
        if (!proven(*after, fault, sites[i]))
          after = nullptr;
      if (!after)
        continue;
      transaction.commit();
      return {respelling ? what + " (one op in place of " + std::to_string(replaced) + ")" : what};
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
      complete = left && left->empty() &&
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

  static std::string show(const Attribute &a) { return a.empty() ? "none" : a.str(); }

  bool edit(const Fault &fault, const FaultSites::Site &site, bool respelling) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    Op *targetOp = pair ? opMaking(*pair->targetNormal, site.targetOp) : nullptr;
    Op *sourceOp = pair ? opMaking(*pair->sourceNormal, site.sourceOp) : nullptr;
    if (!targetOp || !sourceOp)
      return false;
    if (respelling)
      return replace(*pair, *targetOp, *sourceOp);
    Op *faithful = mainFaithfulOp(*targetOp, *pair->target);
    return faithful && set(*pair, *faithful, fault, site.operand, *targetOp, *sourceOp);
  }

  /// The attribute or the configuring operand of the faithful op, in whichever form its opset has it.
  bool set(const NormalPair &pair, Op &faithful, const Fault &fault, int64_t operand,
           const Op &targetOp, const Op &sourceOp) {
    const Value *value = operand < 0 ? nullptr : sourceOp.operand(static_cast<unsigned>(operand));
    if (value && !value->isWeight())
      return false;
    Attribute wanted = operand < 0 ? fault.sourceValue
                       : value     ? Attribute(value->tensor())
                                   : Attribute();
    Speller speller(faithful.parent(), pair.targetNormal);
    Spelled written = speller.set(faithful, *opDef(targetOp), fault.target.attribute, wanted);
    if (!written)
      refusal = written.refusal;
    return static_cast<bool>(written);
  }

  /// One op with the source's meaning in place of all faithful ops that `targetOp` came from. Operands
  /// that are computed must be faithful values; constants are taken from the target's normal form,
  /// configuring ones from the source.
  bool replace(const NormalPair &pair, const Op &targetOp, const Op &sourceOp) {
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
    replaced = ops.size();
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

  static bool proven(const NormalPair &after, const Fault &fault, const FaultSites::Site &site) {
    auto left = differencesAt(after, site);
    return left && std::ranges::none_of(*left, [&](const HyperparameterDifference &d) {
             return d.name == fault.target.attribute;
           });
  }

  Module &module;
  PassContext &context;
  size_t replaced = 0;
  std::string refusal;
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

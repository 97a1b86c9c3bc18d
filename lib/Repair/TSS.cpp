// repair-tss: makes the operand of an op hold the source's elements in the order that the op needs,
// by the smallest edit that does: remove the Transpose above it, change its permutation, remove the whole chain of
// reshapes and transposes that is to blame, or one of its Transposes, or insert one.
//
//   onnx.Transpose {perm = [0, 1, 3, 2]} -> onnx.Conv   becomes   onnx.Conv
//
// Which permutation it takes is solved on the source's values; the edit is proven by aligning anew:
// the op then agrees with its partner without any reordering. An output gets a Transpose or Reshape behind it.
#include "ConcatOrder.h"
#include "Configuration.h"
#include "Splice.h"
#include "Transaction.h"
#include "fixcon/Align/Alignment.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Localize/BroadcastOperands.h"
#include "fixcon/Localize/DifferingPlaces.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Localize/OutOfOrder.h"
#include "fixcon/Localize/OutputLayouts.h"
#include "fixcon/Ops/Broadcast.h"
#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Spelling/Speller.h"
#include "fixcon/Tensor/Permutation.h"
#include "fixcon/Transforms/CoreBuilder.h"
#include "fixcon/Transforms/MainCore.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace fixcon {
namespace {

using Perm = Attribute::Ints;

/// Every permutation of `rank` axes but the identity, up to rank 5.
std::vector<Perm> permutations(size_t rank) {
  std::vector<Perm> out;
  if (rank < 2 || rank > 5)
    return out;
  Perm p(rank);
  std::iota(p.begin(), p.end(), 0);
  while (std::next_permutation(p.begin(), p.end()))
    out.push_back(p);
  return out;
}

class TSSRepairer : public Repairer {
public:
  TSSRepairer(Module &module, PassContext &context) : module(module), context(context) {}

  Edited repair(const Fault &fault) override {
    if (fault.rule == "FX-TSS-output")
      return repairOutput(fault);
    if (fault.rule == "FX-TSS-broadcast")
      return repairBroadcast(fault);
    if (fault.rule == "FX-TSS-concat")
      return reorderConcat(fault, module, context);
    if (!fault.target.attribute.empty())
      return makeConfigurationRepairer(module, context)->repair(fault);
    if (isGone(fault))
      return Edited::unneeded("gone with the other repairs");
    current = &fault;
    // On one sample several edits may be as good.
    for (Demand demand : {Demand::LargerBatch, Demand::Fits, Demand::Nothing}) {
      demanded = demand;
      isDeclined = false;
      if (auto done = attemptAll())
        return {*done};
      if (!isDeclined)
        break;
    }
    return Edited::refused("no movement in front of this op, removed, changed or added, brings the "
                           "elements into the source's order");
  }

private:
  /// What an edit must leave possible: one sample more at a time; that all ops fit which did before.
  enum class Demand { LargerBatch, Fits, Nothing };

  /// What the smallest edit does that brings the operand into order.
  std::optional<std::string> attemptAll() {
    for (auto edit : {&TSSRepairer::removeTranspose, &TSSRepairer::changeTranspose,
                      &TSSRepairer::bypassMovement})
      if (auto done = attempt(edit))
        return done;
    for (const std::string &label : blamedFromBehind()) {
      chosen = label;
      if (auto done = attempt(&TSSRepairer::removeBlamed))
        return done;
      for (const Perm &perm : sourcePermutations()) {
        chosenPerm = perm;
        if (auto done = attempt(&TSSRepairer::changeBlamed))
          return done;
      }
    }
    if (auto done = attempt(&TSSRepairer::insertTranspose))
      return done;
    return attempt(&TSSRepairer::spliceMovement);
  }

  /// Whether the target has shapes for one sample more at a time; true where it leaves no batch open.
  bool takesLargerBatch() {
    const auto *types = context.analyses.get<ArgumentTypes>(module, context);
    Diagnostics silent([](const Diagnostic &) {});
    Module scratch(silent);
    Graph *model = types ? scratch.cloneModel(*module.graph("target")) : nullptr;
    ArgumentTypeMap larger = types ? types->target : ArgumentTypeMap();
    for (auto &[name, type] : larger) {
      const Value *argument = model ? model->value(name) : nullptr;
      if (!argument || !argument->isArgument() || !argument->type().isRanked() ||
          !argument->type().rank() || argument->type().dim(0).isStatic() || !type.isStatic())
        continue;
      Dims dims = type.dims();
      dims[0] = Dim(dims[0].size() + 1);
      type = Type::tensor(type.dtype(), dims);
    }
    return model && succeeded(legalize(scratch, *model, larger));
  }

  /// The output that the fault names, if it is still not as the source's.
  std::optional<OutputLayout> layoutOf(const Fault &fault) {
    auto aligned = alignedNow(module, context);
    for (const OutputLayout &layout :
         aligned ? outputLayouts(*aligned) : std::vector<OutputLayout>())
      if (fault.target.tensors == std::vector{aligned->pair.target->outputName(layout.target)})
        return layout;
    return std::nullopt;
  }

  Edited repairOutput(const Fault &fault) {
    auto layout = layoutOf(fault);
    if (!layout)
      return Edited::refused("it is not known what the output holds");
    if (auto done = removeBehindOutput(fault, *layout))
      return {*done};
    Transaction transaction(module, context);
    std::string what = "Transpose with perm " + Attribute(layout->perm).str();
    CoreCall call{opDef("transpose"), {nullptr}, attrsOf({{"perm", layout->perm}})};
    if (layout->perm.empty()) {
      auto sizes = sizesOfOutput(module, context, *layout);
      if (!sizes)
        return Edited::refused("no Reshape of the output gives the source's shape at other sizes");
      what = "Reshape to " + Attribute(sizes->toInts()).str();
      call = {opDef("reshape"), {nullptr, *sizes}};
    }
    if (std::string refusal = appendTo(*layout, std::move(call)); !refusal.empty())
      return Edited::refused(refusal);
    if (!transaction.renormalize() || layoutOf(fault))
      return Edited::refused("the output does not come into the source's shape");
    transaction.commit();
    return {what + " behind '" + fault.target.tensors.front() + "'"};
  }

  /// Without a Transpose that brings what the output holds out of order.
  std::optional<std::string> removeBehindOutput(const Fault &fault, const OutputLayout &layout) {
    auto aligned = alignedNow(module, context);
    if (!aligned)
      return std::nullopt;
    size_t before = countDifferences();
    std::vector<std::string> names;
    for (const Op *op :
         movementBehind(*aligned->pair.targetNormal->output(layout.target), aligned->alignment))
      for (const Op *part : faithfulOps(*op, *aligned->pair.target))
        if (part->hasResult(0) && transposeMaking(part->result()))
          names.push_back(part->result()->name());
    for (const std::string &name : names) {
      Transaction transaction(module, context);
      Op *transpose = opMaking(*module.graph("target"), name);
      bool isOutput =
          std::ranges::any_of(transpose->result()->uses(), [](const Use &use) { return !use.op; });
      if (isOutput)
        continue;
      std::string done = takeOut(*transpose);
      if (!transaction.renormalize() || layoutOf(fault) || countDifferences() > before)
        continue;
      transaction.commit();
      return done;
    }
    return std::nullopt;
  }

  /// A constant of its own, in the source's shape, for each op that reads one in another.
  Edited repairBroadcast(const Fault &fault) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    Transaction transaction(module, context);
    for (size_t i = 0; i < fault.sites.size(); ++i)
      if (!pair || !reshapeConstant(*pair, fault.sites[i]))
        return Edited::refused("the file has no constant that holds these numbers by itself");
    if (!transaction.renormalize() || !areBroadcastAlike(fault.sites))
      return Edited::refused("the target has no meaning with the constant in the source's shape");
    transaction.commit();
    const auto *from = fault.targetValue.get<std::string>(),
               *to = fault.sourceValue.get<std::string>();
    return {(from ? *from : "") + " -> " + (to ? *to : "")};
  }

  bool reshapeConstant(const NormalPair &pair, const FaultSites::Site &site) {
    auto index = static_cast<unsigned>(site.operand);
    const Op *target = opMaking(*pair.targetNormal, site.targetOp),
             *source = opMaking(*pair.sourceNormal, site.sourceOp);
    Op *reader = target ? mainFaithfulOp(*target, *pair.target) : nullptr;
    if (!reader || !source)
      return false;
    const Tensor &held = target->operand(index)->tensor();
    const Shape &wanted = source->operand(index)->tensor().shape();
    for (unsigned i = 0; i < reader->numOperands(); ++i) {
      auto constant = FaithfulConstant::of(reader->operand(i));
      if (!constant || !equalWeights(held, constant->real()))
        continue;
      Tensor numbers = constant->real().reshaped(wanted);
      Graph &graph = *pair.target;
      reader->setOperand(
          i, graph.addWeight(std::move(numbers), graph.uniqueName(reader->operand(i)->name())));
      return true;
    }
    return false;
  }

  bool areBroadcastAlike(const FaultSites &sites) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    for (size_t i = 0; i < sites.size(); ++i) {
      auto index = static_cast<unsigned>(sites[i].operand);
      const Op *target = opMaking(*pair->targetNormal, sites[i].targetOp),
               *source = opMaking(*pair->sourceNormal, sites[i].sourceOp);
      // One that does nothing any more is gone.
      if (!target || !source || !target->operand(index) || !target->operand(index)->isWeight())
        continue;
      if (!broadcastAlike(target->operand(index)->tensor().shape(),
                          source->operand(index)->tensor().shape()))
        return false;
    }
    return true;
  }

  /// Puts an op between a value and the output that it is, which keeps its name. A value of another name than the output
  /// keeps its own.
  std::string appendTo(const OutputLayout &layout, CoreCall call) {
    Graph &target = *module.graph("target");
    Value *value = target.output(layout.target);
    std::string name = target.outputName(layout.target);
    if (!value->definingOp())
      return "the output is an input";
    bool isNamed = name == value->name();
    if (isNamed)
      target.rename(value, target.uniqueName(name + ".inner"));
    call.operands[0] = value;
    call.stem = isNamed ? name : value->name() + ".ordered";
    Spelled written = Speller(target, module.graph("target.n")).emit(call, nullptr);
    if (!written)
      return written.refusal;
    const Type &type = module.graph("source")->output(layout.source)->type();
    if (isNamed && written.result()->name() != name)
      target.rename(written.result(), name);
    if (type.isTensor() && value->type().isTensor() && type.isRanked())
      written.result()->setType(Type::tensor(value->type().dtype(), type.dims()));
    target.setOutput(layout.target, written.result());
    return "";
  }

  using EditOperand = std::optional<std::string> (TSSRepairer::*)(Op &consumer, unsigned operand);

  std::optional<std::string> attempt(EditOperand edit) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    const Alignment *alignment = context.analyses.get<Alignment>(module, context);
    if (current->sites.size() != 1)
      return std::nullopt;
    auto [target, partner, index] = current->sites[0];
    Op *core = pair && alignment ? opMaking(*pair->targetNormal, target) : nullptr;
    Op *consumer = core ? mainFaithfulOp(*core, *pair->target) : nullptr;
    auto operand = static_cast<unsigned>(index);
    // What is folded into weights has no operand left that could be put in order, but goes with what ordered it.
    bool solves = edit == &TSSRepairer::changeTranspose || edit == &TSSRepairer::insertTranspose;
    if (!consumer || !consumer->operand(operand) ||
        (!loadWanted(*alignment, *core, operand) && solves))
      return std::nullopt;
    size_t before = countDifferences();
    Transaction transaction(module, context);
    auto done = (this->*edit)(*consumer, operand);
    if (!done || !transaction.renormalize() || !proven(target) || countDifferences() >= before)
      return std::nullopt;
    bool isLacking = (demanded == Demand::LargerBatch && !takesLargerBatch()) ||
                     (demanded == Demand::Fits && transaction.addsMisfits());
    if (isLacking) {
      isDeclined = true;
      return std::nullopt;
    }
    transaction.commit();
    return done;
  }

  /// The elements that the operand should hold, in their order.
  bool loadWanted(const Alignment &alignment, const Op &core, unsigned operand) {
    const SourceValues *values = context.analyses.get<SourceValues>(module, context);
    for (const Relayout &r : alignment.relayouts) {
      if (r.target != &core || r.operand != operand || !values)
        continue;
      source = values->find(r.source)->front();
      const Shape &shape = core.operand(operand)->type().isStatic() && !r.wanted.keepsOrder()
                               ? core.operand(operand)->type().shape()
                               : source.shape();
      if (!isApplicable(r.wanted, source, shape))
        return false;
      wanted = applyLayout(source, r.wanted, shape);
      return true;
    }
    return false;
  }

  static Op *transposeMaking(const Value *value) {
    Op *op = value->definingOp();
    const OpDef *def = op ? mainCoreOf(*op) : nullptr;
    return def && !def->traits().permutation.empty() ? op : nullptr;
  }

  std::optional<std::string> removeTranspose(Op &consumer, unsigned operand) {
    Op *transpose = transposeMaking(consumer.operand(operand));
    if (!transpose)
      return std::nullopt;
    return takeOut(*transpose);
  }

  /// Whatever read the transpose reads what it read.
  static std::string takeOut(Op &transpose) {
    std::string label = transpose.label();
    transpose.result()->replaceAllUsesWith(transpose.operand(0));
    transpose.erase();
    return "Transpose '" + label + "' removed";
  }

  std::optional<std::string> changeTranspose(Op &consumer, unsigned operand) {
    Op *transpose = transposeMaking(consumer.operand(operand));
    std::optional<Perm> perm = transpose ? solve(*transpose->operand(0)) : std::nullopt;
    if (!perm)
      return std::nullopt;
    return setPermutation(*transpose, *perm);
  }

  std::optional<std::string> setPermutation(Op &transpose, const Perm &perm) const {
    const Attribute *before = transpose.attrs().find("perm");
    std::string words = before ? before->str() : "none";
    if (before && *before == Attribute(perm))
      return std::nullopt;
    transpose.result()->setType(transpose.result()->type().withoutShape());
    if (!spellerOf(transpose).set(transpose, *opDef("transpose"), "perm", perm))
      return std::nullopt;
    return "Transpose '" + transpose.label() + "': perm " + words + " -> " + Attribute(perm).str();
  }

  static bool onlyOrders(const Op *op) { return op && fixcon::onlyOrders(mainCoreOf(*op)); }

  bool isBlamed(const Op &op) const {
    return std::ranges::find(current->target.nodes, op.label()) != current->target.nodes.end();
  }

  /// Labels of what the fault names, the last in the graph first.
  std::vector<std::string> blamedFromBehind() const {
    std::vector<std::string> labels;
    for (const auto &op : module.graph("target")->ops())
      if (isBlamed(*op))
        labels.insert(labels.begin(), op->label());
    return labels;
  }

  /// The last of those that the fault names; null if it names others.
  Op *lastBlamed(const Graph &target) const {
    Op *last = nullptr;
    for (const auto &op : target.ops())
      if (isBlamed(*op))
        last = op.get();
    return onlyOrders(last) ? last : nullptr;
  }

  /// The transpose of the chosen label, wherever what it orders is read; null if it is something else.
  Op *chosenTranspose(const Graph &target) const {
    for (const auto &op : target.ops())
      if (op->label() == chosen && op->hasResult(0))
        return transposeMaking(op->result());
    return nullptr;
  }

  std::optional<std::string> removeBlamed(Op &consumer, unsigned /*operand*/) {
    Op *transpose = chosenTranspose(consumer.parent());
    return transpose ? std::optional(takeOut(*transpose)) : std::nullopt;
  }

  std::optional<std::string> changeBlamed(Op &consumer, unsigned /*operand*/) {
    Op *transpose = chosenTranspose(consumer.parent());
    return transpose ? setPermutation(*transpose, chosenPerm) : std::nullopt;
  }

  /// Whether what else was repaired has brought the operand into order, or taken its op away.
  bool isGone(const Fault &fault) {
    auto aligned = anyApplied(module) ? alignedNow(module, context) : std::nullopt;
    if (!aligned || fault.sites.size() != 1)
      return false;
    const std::string &target = fault.sites[0].targetOp;
    return !opMaking(*aligned->pair.targetNormal, target) || proven(target);
  }

  /// What the operand should hold, and where.
  static const Relayout *relayoutOf(const AlignedPair &aligned, const FaultSites::Site &site) {
    for (const Relayout &r : aligned.alignment.relayouts)
      if (r.target->result()->name() == site.targetOp && r.operand == site.operand)
        return &r;
    return nullptr;
  }

  /// Of the movement by which the source makes what the operand should hold.
  std::vector<Perm> sourcePermutations() {
    auto aligned = alignedNow(module, context);
    const Relayout *r =
        aligned && current->sites.size() == 1 ? relayoutOf(*aligned, current->sites[0]) : nullptr;
    std::vector<Perm> perms;
    for (const Op *op = r ? r->source->definingOp() : nullptr; op && isMovement(op);
         op = op->operand(0)->definingOp())
      if (const Attribute *perm = op->attrs().find("perm"); perm && perm->get<Perm>())
        perms.push_back(*perm->get<Perm>());
    return perms;
  }

  /// The source's movement in place of all of the target's that is to blame.
  std::optional<std::string> spliceMovement(Op & /*consumer*/, unsigned /*operand*/) {
    auto aligned = alignedNow(module, context);
    const Relayout *r = aligned ? relayoutOf(*aligned, current->sites[0]) : nullptr;
    if (!r)
      return std::nullopt;
    const Value *value = r->target->operand(r->operand);
    DifferingPlace place;
    place.target = movementBehind(*value, aligned->alignment);
    place.outputs = {{value, r->source, r->wanted}};
    if (place.target.empty() || !splice(place, *aligned, module, context).empty())
      return std::nullopt;
    return "the source's movement in place of the target's";
  }

  /// As far as the executable form tells: what reads the one cannot read another rank.
  bool haveOneRank(const Value &a, const Value &b) {
    const auto *files = context.analyses.get<ExecutablePair>(module, context);
    const Value *x = files ? files->targetExecutable->value(a.name()) : nullptr,
                *y = files ? files->targetExecutable->value(b.name()) : nullptr;
    bool areKnown = x && y && x->type().isRanked() && y->type().isRanked();
    return !areKnown || x->type().rank() == y->type().rank();
  }

  /// All of the chain that is to blame, wherever what it orders is read.
  std::optional<std::string> bypassMovement(Op &consumer, unsigned /*operand*/) {
    Op *last = lastBlamed(consumer.parent());
    std::vector<Op *> chain;
    std::string labels;
    for (Op *op = last; onlyOrders(op) && isBlamed(*op); op = op->operand(0)->definingOp()) {
      chain.insert(chain.begin(), op);
      labels = std::string(op->type()) + " '" + op->label() + "'" + (labels.empty() ? "" : ", ") +
               labels;
    }
    if (chain.empty() || !haveOneRank(*chain.front()->operand(0), *last->result()))
      return std::nullopt;
    last->result()->replaceAllUsesWith(chain.front()->operand(0));
    eraseUnused(chain);
    return labels + " removed";
  }

  std::optional<std::string> insertTranspose(Op &consumer, unsigned operand) {
    Value *value = consumer.operand(operand);
    std::optional<Perm> perm = solve(*value);
    if (!perm)
      return std::nullopt;
    AttrDict attrs;
    attrs.set("perm", *perm);
    CoreCall call{opDef("transpose"), {value}, attrs, {true}, value->name() + ".transposed"};
    Spelled written = spellerOf(consumer).emit(call, &consumer);
    if (!written)
      return std::nullopt;
    consumer.setOperand(operand, written.result());
    return "Transpose with perm " + Attribute(*perm).str() + " inserted before '" +
           consumer.label() + "'";
  }

  Speller spellerOf(Op &op) const { return Speller(op.parent(), module.graph("target.n")); }

  /// The permutation that brings a faithful value, as the source's elements reach it, into the
  /// wanted order.
  std::optional<Perm> solve(const Value &faithful) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    const Alignment *alignment = context.analyses.get<Alignment>(module, context);
    const SourceValues *values = context.analyses.get<SourceValues>(module, context);
    if (!pair || !alignment || !values)
      return std::nullopt;
    const Value *core = pair->targetNormal->value(faithful.name());
    auto aligned = core ? alignment->values.find(core) : alignment->values.end();
    if (aligned == alignment->values.end() || !core->type().isStatic())
      return std::nullopt;
    const std::vector<Tensor> *from = values->find(aligned->second.source);
    if (!from)
      return std::nullopt;
    if (!isApplicable(aligned->second.layout, from->front(), core->type().shape()))
      return std::nullopt;
    Tensor here = applyLayout(from->front(), aligned->second.layout, core->type().shape());
    for (const Perm &perm : permutations(here.rank()))
      if (Tensor moved = transpose(here, perm);
          moved.shape() == wanted.shape() && moved.identical(wanted))
        return perm;
    return std::nullopt;
  }

  /// Operands in a wrong order, and places that differ otherwise: what else reads a Transpose may need it.
  size_t countDifferences() {
    auto aligned = alignedNow(module, context);
    return aligned ? aligned->alignment.relayouts.size() + differingPlaces(*aligned).size()
                   : std::numeric_limits<size_t>::max();
  }

  bool proven(const std::string &target) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    const Alignment *alignment = context.analyses.get<Alignment>(module, context);
    Op *core = pair && alignment ? opMaking(*pair->targetNormal, target) : nullptr;
    const OpPair *ops = core ? alignment->pairOf(core) : nullptr;
    if (!ops)
      return false;
    return std::none_of(alignment->relayouts.begin(), alignment->relayouts.end(),
                        [&](const Relayout &r) { return r.target == core; });
  }

  Module &module;
  PassContext &context;
  const Fault *current = nullptr;
  Demand demanded = Demand::Nothing;
  bool isDeclined = false; ///< an edit that lacks it alone
  std::string chosen;      ///< label of the transpose that is taken out or changed, and to what
  Perm chosenPerm;
  Tensor source, wanted;
};

} // namespace

std::unique_ptr<Pass> createRepairTSS() {
  struct RepairTSS : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      TSSRepairer repairer(module, context);
      return repairEach(module, context, FaultType::TSS, repairer);
    }
  };
  return std::make_unique<RepairTSS>();
}

} // namespace fixcon

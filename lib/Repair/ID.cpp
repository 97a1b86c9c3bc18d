// repair-id: lets the target take the sizes that the source takes, in the source's order.
//
//   onnx.Reshape %x, [1, 512]    becomes    onnx.Reshape %x, [0, 512]
//
// A list of sizes becomes the source's, or one with a 0 or a -1 that means the same; where no constant does, sizes
// are computed from the shape of an input. What the file declares of its inputs and values becomes open
// with it. Proven twice: followed through the edited target, the shapes are the source's at all sizes at
// hand, and the models are run at some of them.
#include "InputEdits.h"
#include "Repairer.h"
#include "ShapeArithmetic.h"
#include "Transaction.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Fault/ValueText.h"
#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Probe.h"

#include <algorithm>

namespace fixcon {
namespace {

class IDRepairer : public Repairer {
public:
  IDRepairer(Module &module, PassContext &context) : module(module), context(context) {}

  Edited repair(const Fault &fault) override {
    if (fault.rule == "FX-ID-order")
      return orderInputs();
    isBatch = fault.rule == "FX-ID-batch";
    if (!partners && !findPartners())
      return Edited::refused("the models are not aligned");
    auto sizes = findBakedSizes(module, context, *partners);
    if (!sizes)
      return Edited::refused("no sample can be read");
    done.clear();
    Transaction transaction(module, context);
    for (const BakedSize &baked : sizes->baked)
      if (isMine(baked))
        if (std::string refusal = spell(baked); !refusal.empty())
          return Edited::refused(refusal);
    open(sizes->frozen);
    if (!transaction.renormalize())
      return Edited::refused("the target does not run with the source's sizes");
    if (std::string refusal = objection(); !refusal.empty())
      return Edited::refused(refusal);
    transaction.commit();
    return {done};
  }

private:
  std::optional<InputOrder> currentOrder() {
    auto aligned = alignedNow(module, context);
    return aligned ? std::optional(declaredInputs(aligned->pair, aligned->alignment,
                                                  *samplesOf(module, context)))
                   : std::nullopt;
  }

  Edited orderInputs() {
    auto order = currentOrder();
    if (!order)
      return Edited::refused("the models are not aligned");
    Transaction transaction(module, context);
    exchangeReaders(*module.graph("target"), *order);
    exchangeDeclarations(*module.graph("target"), *order);
    auto now = transaction.renormalize() ? currentOrder() : std::nullopt;
    if (!now || !std::ranges::is_sorted(*now))
      return Edited::refused("the inputs do not come into the source's order");
    transaction.commit();
    return {"inputs in the source's order"};
  }

  bool findPartners() {
    DiagnosticSuppressor suppressor(module.diagnostics());
    auto aligned = AlignedPair::of(module, context);
    const auto *files = context.analyses.get<ExecutablePair>(module, context);
    if (aligned && files)
      partners = ShapePartners::of(*aligned, *files);
    return partners.has_value();
  }

  bool isMine(const BakedSize &baked) const {
    return isBatch ? baked.isBatch : baked.isSize && !baked.isBatch;
  }

  void note(const std::string &what) { done += (done.empty() ? "" : "; ") + what; }

  /// Tells one op the source's sizes; why it cannot be done, or nothing.
  std::string spell(const BakedSize &baked) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    Value *value = pair ? pair->target->value(baked.result) : nullptr;
    Op *op = value ? value->definingOp() : nullptr;
    std::string place = op ? "'" + op->label() + "'" : "'" + baked.result + "'";
    if (!op || baked.spellings.empty())
      return place + " holds a size, and no edit of it is known to make the source's shapes";
    Speller speller(op->parent(), pair->targetNormal);
    for (const SizeSpelling &spelling : baked.spellings)
      if (std::string refusal = spell(*op, spelling, speller); !refusal.empty())
        return refusal;
    return "";
  }

  std::string spell(Op &op, const SizeSpelling &spelling, Speller &speller) {
    const OpDef *def = opDefForForeign(op);
    if (spelling.way == SizeSpelling::Way::Said)
      return say(op, spelling, speller);
    if (spelling.way == SizeSpelling::Way::Other)
      return replace(op, spelling.op, speller);
    if (!def || !isRenameOf(op, *def))
      return "'" + op.label() + "' holds a size, and is spelt by another op than takes sizes";
    switch (spelling.way) {
    case SizeSpelling::Way::Constant:
      return setConstant(op, *def, spelling, speller);
    case SizeSpelling::Way::Computed:
      return computeList(op, spelling, speller);
    case SizeSpelling::Way::Repeated:
      return repeatOperand(op, spelling, speller);
    case SizeSpelling::Way::Unmade:
      return unmakeOperand(op, spelling);
    case SizeSpelling::Way::Absent:
      return leaveOut(op, *def, spelling, speller);
    case SizeSpelling::Way::Said:
    case SizeSpelling::Way::Other:
      break;
    }
    return "";
  }

  std::string say(Op &op, const SizeSpelling &spelling, Speller &speller) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    const Op *core = pair ? opMaking(*pair->targetNormal, op.result()->name()) : nullptr;
    if (!core)
      return "'" + op.label() + "' is no op of its own";
    note("'" + op.label() + "': " +
         (spelling.attribute.empty() ? "no " + spelling.value
                                     : spelling.value + " = " + show(spelling.attribute)));
    return speller.set(op, *opDef(*core), spelling.value, spelling.attribute).refusal;
  }

  /// Into the constant at hand, of which others keep what they read, or else a new one.
  std::string setConstant(Op &op, const OpDef &def, const SizeSpelling &spelling,
                          Speller &speller) {
    const std::string &name = def.operandDef(spelling.operand)->name;
    note("'" + op.label() + "': " + name + " " + show(Attribute(spelling.constant.toInts())));
    auto held = FaithfulConstant::forUser(op, spelling.operand);
    if (held && held->real().shape() == spelling.constant.shape() &&
        held->setReal(spelling.constant))
      return "";
    return speller.set(op, def, name, spelling.constant).refusal;
  }

  std::string computeList(Op &op, const SizeSpelling &spelling, Speller &speller) {
    Spelled list = emitSizes(spelling.terms, speller, op, op.result()->name() + ".shape");
    if (list)
      op.setOperand(spelling.operand, list.result());
    note("'" + op.label() + "': sizes computed as the model runs");
    return list.refusal;
  }

  std::string repeatOperand(Op &op, const SizeSpelling &spelling, Speller &speller) {
    Value *operand = op.operand(spelling.operand);
    Spelled list = emitSizes(spelling.terms, speller, op, operand->name() + ".shape");
    if (!list)
      return list.refusal;
    CoreCall call{opDef("expand"), {operand, list.result()}};
    call.stem = operand->name() + ".repeated";
    Spelled repeated = speller.emit(call, &op);
    if (repeated)
      op.setOperand(spelling.operand, repeated.result());
    note("'" + op.label() + "': '" + operand->name() + "' is repeated to the size of an input");
    return repeated.refusal;
  }

  /// By the source's op, which takes the result's name.
  std::string replace(Op &op, const SourceOp &source, Speller &speller) {
    CoreCall call{opDef(source.name), {op.operand(0)}, source.attrs};
    for (const auto &constant : source.constants)
      call.operands.push_back(constant ? SpellingOperand(*constant) : SpellingOperand());
    Spelled written = speller.emit(call, &op);
    if (!written)
      return written.refusal;
    Graph &graph = op.parent();
    std::string name = op.result()->name();
    written.result()->setType(op.result()->type());
    note("'" + op.label() + "': " + std::string(written.result()->definingOp()->type()) +
         ", as the source has it");
    op.result()->replaceAllUsesWith(written.result());
    eraseUnused({&op});
    graph.rename(written.result(), name);
    return "";
  }

  std::string leaveOut(Op &op, const OpDef &def, const SizeSpelling &spelling, Speller &speller) {
    const std::string &name = def.operandDef(spelling.operand)->name;
    note("'" + op.label() + "': no " + name);
    return speller.set(op, def, name, Attribute()).refusal;
  }

  std::string unmakeOperand(Op &op, const SizeSpelling &spelling) {
    Op *maker = op.operand(spelling.operand)->definingOp();
    note("'" + maker->label() + "' is left out in front of '" + op.label() + "'");
    op.setOperand(spelling.operand, op.parent().value(spelling.value));
    eraseUnused({maker});
    return "";
  }

  void open(const std::vector<FrozenDim> &frozen) {
    Graph &target = *module.graph("target");
    for (const FrozenDim &dim : frozen) {
      if (dim.isBatch != isBatch)
        continue;
      Value &argument = *target.value(dim.argument);
      Dims dims = argument.type().dims();
      dims[dim.axis] = dim.source;
      argument.setType(Type::tensor(argument.type().dtype(), std::move(dims)));
      note("input '" + dim.argument + "': " + argument.type().str());
    }
  }

  /// Why the edited target is not as the source; nothing if it is.
  std::string objection() {
    auto left = findBakedSizes(module, context, *partners);
    if (!left)
      return "no sample can be read";
    for (const BakedSize &baked : left->baked)
      if (isMine(baked))
        return "'" + baked.result + "' still " + baked.trouble;
    reopen(*left);
    return probed();
  }

  /// What the file declares of values whose dims are no numbers any more.
  void reopen(const BakedSizes &sizes) {
    module.graph("target")->walk([&](Op &op) {
      for (unsigned i = 0; i < op.numResults(); ++i)
        if (op.hasResult(i))
          reopen(*op.result(i), sizes);
    });
  }

  static void reopen(Value &value, const BakedSizes &sizes) {
    const Type &type = value.type();
    if (!type.isTensor() || !type.isRanked())
      return;
    auto known = sizes.shapes.find(value.name());
    Dims dims = type.dims();
    for (size_t i = 0; i < dims.size(); ++i)
      if (dims[i].isStatic())
        dims[i] = known == sizes.shapes.end() || known->second.size() != dims.size()
                      ? Dim()
                      : known->second[i];
    value.setType(Type::tensor(type.dtype(), std::move(dims)));
  }

  std::string probed() {
    DiagnosticSuppressor suppressor(module.diagnostics());
    auto evaluation = evaluationOf(module, "before");
    bool agrees = !evaluation || evaluation->trueMismatches() + evaluation->valuesDiffer == 0;
    for (const Probe &probe :
         probe(*module.graph("source"), *module.graph("target"), module, context))
      if (probe.kind == (isBatch ? "batch" : "size")) {
        if (!probe.trouble.empty())
          return "the target fails " + probe.where() + ": " + probe.trouble;
        if (agrees && !probe.agrees())
          return "the outputs differ " + probe.where();
      }
    return "";
  }

  Module &module;
  PassContext &context;
  std::optional<ShapePartners> partners; ///< of the target as it came
  bool isBatch = false;
  std::string done;
};

} // namespace

std::unique_ptr<Pass> createRepairID() {
  struct RepairID : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      IDRepairer repairer(module, context);
      return repairEach(module, context, FaultType::ID, repairer);
    }
  };
  return std::make_unique<RepairID>();
}

} // namespace fixcon

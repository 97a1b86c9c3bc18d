// localize-tss: operands of the target that hold the source's elements in the wrong order.
//
//   source: conv(x)                 target: conv(transpose(x, [0, 1, 3, 2]))
//
// The alignment has shown on numbers that the op behaves as the source's once the operand is put in
// order; the finding is placed at the movement ops above it, or at the edge if there are none. An output that
// holds the right elements under another shape, or in another order, is found in the same way.
#include "FaultBuilder.h"
#include "NoiseFloor.h"
#include "fixcon/Localize/BroadcastOperands.h"
#include "fixcon/Localize/Configuration.h"
#include "fixcon/Localize/OrderingAttributes.h"
#include "fixcon/Localize/OutOfOrder.h"
#include "fixcon/Localize/OutputLayouts.h"
#include "fixcon/Localize/UnnamedDifferences.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/MainCore.h"

#include <algorithm>
#include <set>

namespace fixcon {
namespace {

std::string inWords(const Layout &layout) {
  return layout.keepsOrder() ? "in the source's order" : "as " + layout.str();
}

/// All elements in their order, by other sizes of the axes.
void describeShape(Fault &f, const Relayout &r) {
  f.targetValue = r.target->operand(r.operand)->type().str();
  f.sourceValue = r.source->type().str();
  f.cause = "operand " + std::to_string(r.operand) + " holds the source's '" + r.source->name() +
            "' as " + r.target->operand(r.operand)->type().str() + ", and should hold it as " +
            r.source->type().str();
}

void describe(Fault &f, const Relayout &r, const std::vector<const Op *> &chain) {
  if (r.actual.keepsOrder() && r.wanted.keepsOrder())
    return describeShape(f, r);
  f.targetValue = r.actual.str();
  f.sourceValue = r.wanted.str();
  f.cause = chain.empty() ? "the operand needs another order of axes: "
                          : "the order of axes is changed wrongly: ";
  f.cause += "operand " + std::to_string(r.operand) + " holds the source's '" + r.source->name() +
             "' " + inWords(r.actual) + ", and should hold it " + inWords(r.wanted);
}

} // namespace

std::unique_ptr<Pass> createLocalizeTSS() {
  struct LocalizeTSS : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto aligned = AlignedPair::of(module, context);
      const auto *files = context.analyses.get<ExecutablePair>(module, context);
      if (!aligned || !files)
        return failure();
      std::vector<const Value *> reported;
      std::set<std::vector<std::string>> blamed;
      std::set<std::vector<const Op *>> wrong = wrongMovements(aligned->alignment);
      for (const Relayout &r : aligned->alignment.relayouts) {
        // Several ops may read the one value whose order is wrong: one fault, where it begins.
        const Value *value = r.target->operand(r.operand);
        if (std::find(reported.begin(), reported.end(), value) != reported.end() ||
            aligned->alignment.isInClosedRegion(r.target) ||
            meetsAny(r, wrong, aligned->alignment) ||
            !orderingAttributes(r, aligned->alignment, *files).empty())
          continue;
        reported.push_back(value);
        // So may ops behind several that hand it on.
        auto chain = movementBehind(*value, aligned->alignment);
        if (chain.empty() || blamed.insert(originsOf(chain)).second)
          report(module, aligned->pair, aligned->alignment, r, chain);
      }
      for (const OutputLayout &layout : outputLayouts(*aligned))
        report(module, *aligned, layout);
      for (const BroadcastOperand &operand : broadcastOperands(*aligned))
        report(module, *aligned, operand);
      reportConfiguration(module, *aligned, *files, context, FaultType::TSS);
      reportUnnamedDifferences(module, *aligned, *files, FaultType::TSS);
      return success();
    }

    /// Movement behind which elements ought to be in the source's order, and are not.
    static std::set<std::vector<const Op *>> wrongMovements(const Alignment &alignment) {
      std::set<std::vector<const Op *>> wrong;
      for (const Relayout &r : alignment.relayouts)
        if (!r.actual.keepsOrder() && r.wanted.keepsOrder())
          wrong.insert(movementBehind(*r.target->operand(r.operand), alignment));
      return wrong;
    }

    /// Whether the operand is in order, and it is another one that such movement has put out of it.
    static bool meetsAny(const Relayout &r, const std::set<std::vector<const Op *>> &wrong,
                         const Alignment &alignment) {
      return r.actual.keepsOrder() && !r.wanted.keepsOrder() &&
             std::ranges::any_of(movementsInto(*r.target, alignment),
                                 [&](const auto &movement) { return wrong.contains(movement); });
    }

    static std::vector<std::string> originsOf(const std::vector<const Op *> &ops) {
      std::vector<std::string> origins;
      for (const Op *op : ops)
        origins.insert(origins.end(), op->origins().begin(), op->origins().end());
      return origins;
    }

    static void report(Module &module, const AlignedPair &aligned, const OutputLayout &layout) {
      const NormalPair &pair = aligned.pair;
      FaultBuilder finding(FaultType::TSS, "FX-TSS-output", pair);
      Fault &fault = finding.fault;
      std::string target = pair.target->outputName(layout.target),
                  source = pair.source->outputName(layout.source);
      fault.target.tensors = {target};
      fault.source.tensors = {source};
      if (const Op *maker = pair.target->output(layout.target)->definingOp())
        finding.addTargetNode(*maker);
      for (const Op *op :
           movementBehind(*pair.targetNormal->output(layout.target), aligned.alignment))
        finding.addTargetOp(*op);
      if (const Op *maker = pair.source->output(layout.source)->definingOp())
        finding.addSourceNode(*maker);
      fault.targetValue = layout.targetShape;
      fault.sourceValue = layout.sourceShape;
      fault.cause = "output '" + target + "' holds the source's '" + source + "' as " +
                    str(layout.targetShape) + " where the source has " + str(layout.sourceShape) +
                    (layout.perm.empty() ? ""
                                         : ", which its axes in the order " +
                                               Attribute(layout.perm).str() + " are");
      finding.report(module);
    }

    static void report(Module &module, const AlignedPair &aligned, const BroadcastOperand &found) {
      const OpPair &p = *found.pair;
      FaultBuilder finding(FaultType::TSS, "FX-TSS-broadcast", aligned.pair);
      const Value &target = *p.target->operand(found.operand),
                  &source = *p.source->operand(found.operand);
      finding.addSites(p, {found.operand}, noiseFloor(p, aligned.values));
      finding.addTargetOp(*p.target);
      finding.addSourceOp(*p.source);
      finding.addTargetTensors(target);
      finding.addSourceTensors(source);
      Fault &fault = finding.fault;
      fault.targetValue = target.type().str();
      fault.sourceValue = source.type().str();
      fault.cause = "operand " + std::to_string(found.operand) + " holds the source's numbers as " +
                    target.type().str() + " where the source has " + source.type().str() +
                    ": they meet other axes";
      finding.report(module);
    }

    static void report(Module &module, const NormalPair &pair, const Alignment &alignment,
                       const Relayout &r, const std::vector<const Op *> &chain) {
      FaultBuilder finding(
          FaultType::TSS, chain.empty() ? "FX-TSS-order" : "FX-TSS-" + chain.front()->name(), pair);
      describe(finding.fault, r, chain);
      const OpPair *ops = alignment.pairOf(r.target);
      finding.fault.sites.add({r.target->result()->name(),
                               ops ? ops->source->result()->name() : std::string(), r.operand});
      for (const Op *op : chain) {
        finding.addTargetOp(*op);
        // Several that follow each other are one in the normal form.
        for (const Op *part : faithfulOps(*op, *pair.target))
          if (const OpDef *def = mainCoreOf(*part); def && def->family() == Family::Movement)
            finding.addTargetNode(*part);
      }
      if (finding.fault.target.nodes.empty())
        finding.addTargetOp(*r.target);
      if (ops)
        finding.addSourceOp(*ops->source);
      finding.report(module);
    }
  };
  return std::make_unique<LocalizeTSS>();
}

} // namespace fixcon

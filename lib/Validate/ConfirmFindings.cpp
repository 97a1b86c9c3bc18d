// confirm-findings: withdraws differences that show at an op and nowhere behind it.
//
// Two networks may hold the units of a layer, the heads of an attention or a factor in other places and compute the same:
// then a weight differs visibly, and no output does - on the data, at other sizes and batches, or on drawn numbers
// of several sizes. That is a matter of spelling. What the data hides (latent) has a witness of its own, and counts as
// part of it only beside what shows, and where all inputs can be drawn.
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/Fault/Unshown.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Probe.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Said of numbers and ops within the graph.
bool isWithinGraph(const Fault &fault) {
  return fault.type != FaultType::PP && fault.type != FaultType::ID &&
         fault.status == RepairStatus::Open && !isSettled(fault);
}

bool shows(const Fault &fault) { return isWithinGraph(fault) && !fault.latent; }

bool takesOnlyFloats(const Graph &model) {
  return std::ranges::all_of(model.arguments(), [](const auto &argument) {
    return argument->type().isTensor() && isFloat(argument->type().dtype());
  });
}

/// On the data, on samples that were varied, and on numbers that could be drawn.
bool outputsAgree(const Module &module) {
  std::vector<Probe> probes = probesOf(module, "before");
  auto evaluation = evaluationOf(module, "before");
  return evaluation && evaluation->judged() > 0 && evaluation->outputsCorrespond() &&
         evaluation->agreesThroughout() &&
         std::ranges::all_of(
             evaluation->outputs,
             [](const OutputEvaluation &output) { return output.unknown.empty(); }) &&
         std::ranges::all_of(
             probes, [](const Probe &probe) { return probe.agrees() || probe.kind == "beyond"; });
}

struct ConfirmFindings : Pass {
  LogicalResult run(Module &module, PassContext &context) override {
    std::vector<Fault> faults = faultsOf(module);
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    if (!pair || std::ranges::none_of(faults, shows) || !outputsAgree(module))
      return success();
    for (const Fault &fault : faults)
      if (shows(fault) || (isWithinGraph(fault) && takesOnlyFloats(*pair->source)))
        withdraw(module, fault);
    return success();
  }

private:
  static void withdraw(Module &module, const Fault &fault) {
    eraseFault(module, fault);
    for (const std::string &node : fault.target.nodes)
      noteUnshown(module, node);
    (void)(module.diagnostics().remark(locationOf(fault.target, module)).code(fault.rule)
           << fault.id << " withdrawn: no output shows it, on the data or on drawn numbers");
  }
};

} // namespace

std::unique_ptr<Pass> createConfirmFindings() { return std::make_unique<ConfirmFindings>(); }

} // namespace fixcon

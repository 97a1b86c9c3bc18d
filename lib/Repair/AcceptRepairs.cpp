// accept-repairs: the repaired target is measured on every sample as users will run it - written in its
// format, read back, in executable form, and once more at other batches and sizes - and repairs are taken back, the last first, until no measure is
// worse than before the repairs:
//
//   before   3 of 300 samples differ        F1, F2, F3 applied:   9 differ   -> F3 is taken back
//                                           F1, F2 applied:       0 differ   -> stays
//
// Each edit has been proven at its place or has helped on a few samples; this holds them together to all
// of the data, and what is written to its format. With no edit left the target is as it came. What cannot be measured
// before work must end is taken back.
#include "History.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Fault/ByDesign.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/Transforms/Normalize.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Probe.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <unordered_set>

namespace fixcon {
namespace {

/// What the target computes once it is written, or why it cannot be told.
struct Measured {
  std::optional<Evaluation> evaluation;
  std::vector<Probe> probes;
  std::string complaint;
};

Measured measureWritten(Module &module, PassContext &context, const Graph &source) {
  Measured out;
  Diagnostics caught([&](const Diagnostic &d) {
    if (out.complaint.empty() && d.severity <= Severity::Error)
      out.complaint = d.message;
  });
  Module scratch(caught);
  const auto *types = context.analyses.get<ArgumentTypes>(module, context);
  if (!types || failed(context.environment.writeAndRead(*module.graph("target"), scratch)))
    return out;
  auto executable = legalize(scratch, *scratch.graph("target"), types->target, types->targetValues,
                             Misfits::Mark);
  if (failed(executable))
    return out;
  auto evaluation = evaluate(source, **executable, context);
  if (failed(evaluation) || evaluation->samples == 0)
    return out;
  out.evaluation = std::move(*evaluation);
  out.probes = probe(*module.graph("source"), *scratch.graph("target"), module, context);
  return out;
}

std::string figures(const Evaluation &e) {
  char text[120];
  std::snprintf(text, sizeof text, "%lld of %lld samples differ, relative rms %.3g",
                static_cast<long long>(e.trueMismatches()), static_cast<long long>(e.samples),
                e.relRms);
  return text;
}

/// Errors are compared beyond what another order of the same arithmetic explains.
bool isFurtherOff(const OutputEvaluation &now, const OutputEvaluation &before, bool isQuantised) {
  constexpr double rounding = 1e-6, share = 0.01, growth = 2;
  if (now.figures.relRms > before.figures.relRms * (1 + share) + rounding)
    return true;
  // What is rounded to a grid moves by steps, on each sample by others.
  if (isQuantised || now.errors.size() != before.errors.size())
    return false;
  for (size_t i = 0; i < now.errors.size(); ++i)
    if (now.errors[i] > noiseLimit && now.errors[i] > growth * before.errors[i])
      return true;
  return false;
}

/// Fewer wrong labels do not make up for a larger error, nor the other outputs or samples for one that is
/// further off than it was: labels flip by luck, as samples that nobody has measured show. Errors count
/// only over the same samples: where more can be compared than before, they are over more.
bool isWorse(const Evaluation &now, const Evaluation &before, bool isQuantised) {
  if (now.trueMismatches() > before.trueMismatches() || now.incomparable > before.incomparable ||
      now.unjudged > before.unjudged)
    return true;
  if (now.incomparable != before.incomparable || now.outputs.size() != before.outputs.size())
    return false;
  for (size_t k = 0; k < now.outputs.size(); ++k)
    if (isFurtherOff(now.outputs[k], before.outputs[k], isQuantised))
      return true;
  return false;
}

/// The rounding of a quantised target moves single labels and values either way, so that the mean error tells more: where
/// each output's is far less than it was, the target is not worse.
bool isNearerByFar(const Evaluation &now, const Evaluation &before) {
  constexpr double share = 0.7;
  if (now.incomparable > before.incomparable || now.unjudged > before.unjudged ||
      now.outputs.size() != before.outputs.size())
    return false;
  for (size_t k = 0; k < now.outputs.size(); ++k)
    if (now.outputs[k].figures.relRms > share * before.outputs[k].figures.relRms)
      return false;
  return true;
}

/// The first probe that agreed before, or was nearer, and does not agree now. By how much the outputs of a quantised
/// target differ is told by the data.
const Probe *worseProbe(const std::vector<Probe> &now, const std::vector<Probe> &before,
                        bool isQuantised) {
  for (const Probe &probe : now)
    for (const Probe &earlier : before)
      // What could not be run at all is no measure.
      if (probe.what == earlier.what && !probe.agrees() && earlier.trouble.empty() &&
          (earlier.agrees() || (!isQuantised && probe.noiseUnits > 2 * earlier.noiseUnits) ||
           !probe.trouble.empty()))
        return &probe;
  return nullptr;
}

/// The op behind which an output lies now that could be computed before; empty if there is none.
std::string hiddenBy(const Evaluation &now, const Evaluation &before) {
  auto isUnknown = [](const OutputEvaluation &o) { return !o.unknown.empty(); };
  if (std::ranges::count_if(now.outputs, isUnknown) <=
      std::ranges::count_if(before.outputs, isUnknown))
    return "";
  return std::ranges::find_if(now.outputs, isUnknown)->unknown;
}

/// The source's outputs are finite on no sample.
bool isUnmeasured(const Evaluation &now) {
  return now.judged() == 0 && std::ranges::any_of(now.outputs, [](const OutputEvaluation &output) {
           return output.figures.sourceNonfinite > 0;
         });
}

std::string objection(const Measured &now, const Evaluation &before,
                      const std::vector<Probe> &probesBefore, bool isQuantised) {
  if (!now.evaluation)
    return "taken back: the repaired model cannot be run" +
           (now.complaint.empty() ? "" : ": " + now.complaint);
  if (isUnmeasured(*now.evaluation))
    return "taken back: on no sample is the source finite, so that nothing speaks for it";
  if (std::string op = hiddenBy(*now.evaluation, before); !op.empty())
    return "taken back: the repaired model cannot be run: an output lies behind " + op;
  if (isWorse(*now.evaluation, before, isQuantised) &&
      !(isQuantised && isNearerByFar(*now.evaluation, before)))
    return "taken back: the model is worse with it (before: " + figures(before) +
           "; with it: " + figures(*now.evaluation) + ")";
  if (const Probe *probe = worseProbe(now.probes, probesBefore, isQuantised))
    return "taken back: the model is worse with it " + probe->where() +
           (probe->trouble.empty() ? "" : ": " + probe->trouble);
  return "";
}

/// Whether probes of that kind were made, and all of them agree.
bool agreeAt(const std::vector<Probe> &probes, const char *kind) {
  auto isOf = [&](const Probe &probe) { return probe.kind == kind; };
  return std::ranges::any_of(probes, isOf) && std::ranges::all_of(probes, [&](const Probe &probe) {
           return !isOf(probe) || probe.agrees();
         });
}

/// What could not be repaired, and is gone all the same.
void settleGone(Module &module, const std::function<bool(const Fault &)> &isGone) {
  for (Fault &fault : faultsOf(module))
    if (fault.status == RepairStatus::Rejected && isGone(fault)) {
      fault.status = RepairStatus::Unneeded;
      fault.repairSummary = "gone with the other repairs";
      updateFault(module, fault);
    }
}

void settleGone(Module &module, const Measured &now) {
  // Sizes that seemed to be held where elements were put out of order.
  settleGone(module, [&](const Fault &fault) {
    return (fault.rule == "FX-ID-batch" && agreeAt(now.probes, "batch")) ||
           (fault.rule == "FX-ID-size" && agreeAt(now.probes, "size"));
  });
  // Where all outputs agree, what was found before other repairs, and not again.
  if (now.evaluation->trueMismatches() == 0 && now.evaluation->valuesDiffer == 0 &&
      std::ranges::all_of(now.probes, &Probe::agrees))
    settleGone(module, [](const Fault &fault) { return fault.retry; });
}

/// What was found at nodes that repairs have made is no fault of the model that came in, but part of its repair.
void dropOwn(Module &module) {
  std::unordered_set<std::string> came;
  targetAsItCame(module).walk([&](const Op &op) { came.insert(op.label()); });
  auto isOwn = [&](const std::string &node) { return !came.contains(node); };
  for (const Fault &fault : faultsOf(module))
    if (isSettled(fault) && !fault.target.nodes.empty() &&
        std::ranges::all_of(fault.target.nodes, isOwn))
      eraseFault(module, fault);
}

struct AcceptRepairs : Pass {
  /// An unmeasured repair must not reach the user.
  bool isObligatory() const override { return true; }

  LogicalResult run(Module &module, PassContext &context) override {
    LogicalResult result = success();
    if (!context.finishes([&] { result = judge(module, context); }))
      takeBackUnjudged(module, context);
    return result;
  }

private:
  static void takeBackUnjudged(Module &module, PassContext &context) {
    StopScope scope(nullptr);
    while (!areEditsAccepted(module) &&
           undoLastEdit(module, context, "taken back: there was no time left to measure it")) {
    }
  }

  static LogicalResult judge(Module &module, PassContext &context) {
    if (areEditsAccepted(module))
      return success();
    std::optional<Evaluation> before = evaluationOf(module, "before");
    if (!before)
      return module.diagnostics().error(module.location())
             << "accept-repairs needs the evaluation that validate leaves before the repairs";
    std::vector<Probe> probesBefore = probesOf(module, "before");
    auto source = executableFormOf(module, *module.graph("source"), context);
    if (failed(source))
      return failure();
    bool isQuantised = std::ranges::any_of(faultsOf(module), isByDesign);
    while (hasEdits(module)) {
      Measured now = measureWritten(module, context, **source);
      checkStop(); // Samples and probes may have been left out.
      std::string why = objection(now, *before, probesBefore, isQuantised);
      if (why.empty()) {
        setProbes(module, "after", now.probes);
        setEvaluation(module, "after", *now.evaluation);
        acceptEdits(module);
        settleGone(module, now);
        dropOwn(module);
        return success();
      }
      if (!undoLastEdit(module, context, why))
        return failure();
      module.diagnostics().remark(module.graph("target")->location()) << why;
    }
    return success();
  }
};

} // namespace

std::unique_ptr<Pass> createAcceptRepairs() { return std::make_unique<AcceptRepairs>(); }

} // namespace fixcon

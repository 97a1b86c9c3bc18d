// localize-cg: finds inputs and outputs in another order, outputs that the target lacks or has beside the source's, numbers that
// only the source's dtype can hold, and, where outputs differ, what no rule has a name for.
//
// What an output holds is known from the alignment, so that exchanged states of an LSTM are found even where
// their names are right. The rest of the graph is compared op by op by the other passes, which come first.
#include "FaultBuilder.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Localize/InputOrder.h"
#include "fixcon/Localize/OutputOrder.h"
#include "fixcon/Localize/UnnamedDifferences.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Nonfinite.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace fixcon {
namespace {

void reportOne(Module &module, const NormalPair &pair, const char *rule, const std::string &target,
               const std::string &source, const std::string &cause) {
  FaultBuilder finding(FaultType::CG, rule, pair);
  Fault &fault = finding.fault;
  if (!target.empty())
    fault.target.tensors = {target};
  if (!source.empty())
    fault.source.tensors = {source};
  fault.cause = cause;
  finding.report(module);
}

/// Names of the source's outputs in the order in which the target gives what they hold.
std::vector<std::string> namesAsGiven(const std::vector<std::string> &names,
                                      const std::vector<unsigned> &order) {
  std::vector<std::string> given(names.size());
  for (unsigned i = 0; i < order.size(); ++i)
    given[order[i]] = names[i];
  return given;
}

void reportOrder(Module &module, const NormalPair &pair, const std::vector<unsigned> &order) {
  FaultBuilder finding(FaultType::CG, "FX-CG-output_order", pair);
  Fault &fault = finding.fault;
  std::vector<std::string> source = outputNames(*pair.source), target = outputNames(*pair.target);
  std::vector<std::string> given = namesAsGiven(source, order);
  std::string held;
  for (unsigned i = 0; i < given.size(); ++i) {
    held += (i ? ", " : "") + given[i];
    if (given[i] == source[i] && target[i] == source[i])
      continue;
    fault.target.tensors.push_back(target[i]);
    fault.source.tensors.push_back(source[i]);
    if (const Op *maker = pair.targetNormal->output(i)->definingOp())
      finding.addTargetOp(*maker);
    if (const Op *maker = pair.sourceNormal->output(i)->definingOp())
      finding.addSourceOp(*maker);
  }
  fault.sourceValue = source;
  fault.targetValue = given;
  fault.cause = "the outputs hold, in order, what the source calls " + held;
  finding.report(module);
}

/// The ops at which what follows from one of the inputs meets what follows from another.
std::vector<const Op *> meetingsOf(const std::set<const Value *> &inputs, const Graph &model) {
  std::unordered_map<const Value *, std::set<const Value *>> behind;
  for (const Value *input : inputs)
    behind[input] = {input};
  std::vector<const Op *> meetings;
  for (const auto &op : model.ops()) {
    std::set<const Value *> all;
    size_t most = 0;
    for (const Value *operand : op->operands())
      if (auto found = behind.find(operand); found != behind.end()) {
        all.insert(found->second.begin(), found->second.end());
        most = std::max(most, found->second.size());
      }
    if (all.size() > most)
      meetings.push_back(op.get());
    for (unsigned i = 0; i < op->numResults() && !all.empty(); ++i)
      behind[op->result(i)] = all;
  }
  return meetings;
}

/// Names the ops that read the inputs, what they get is wrong, and those at which they meet.
void reportExchange(Module &module, const NormalPair &pair, const InputOrder &order) {
  FaultBuilder finding(FaultType::CG, "FX-CG-input_order", pair);
  std::set<const Value *> exchanged;
  for (unsigned place = 0; place < order.size(); ++place) {
    if (order[place] == place)
      continue;
    const Value &fed = *pair.target->argument(place);
    finding.addTargetTensor(fed);
    for (const Op *reader : usersOf(fed))
      finding.addTargetNode(*reader);
    exchanged.insert(pair.targetNormal->argument(place));
  }
  for (const Op *meeting : meetingsOf(exchanged, *pair.targetNormal))
    finding.addTargetOp(*meeting);
  finding.fault.cause = "inputs are exchanged: " + inWords(order, *pair.target);
  finding.report(module);
}

/// Only where the source's own numbers are too large for the dtype: else what is wrong lies further up.
void reportOverflow(Module &module, const AlignedPair &aligned, const NonfiniteOrigin &origin) {
  const Value *target = aligned.pair.targetNormal->value(origin.value);
  const AlignedValue *found = target ? aligned.alignment.find(target) : nullptr;
  const Samples *values = found ? aligned.values.find(found->source) : nullptr;
  double reach = 0;
  for (const Tensor &tensor : values ? *values : Samples())
    reach = std::max(reach, maxMagnitude(tensor));
  if (!target || !target->type().isTensor() || !isFloat(target->type().dtype()) ||
      std::isfinite(roundTo(target->type().dtype(), reach)))
    return;
  FaultBuilder finding(FaultType::CG, "FX-CG-overflow", aligned.pair);
  Fault &fault = finding.fault;
  if (target->definingOp())
    finding.addTargetOp(*target->definingOp());
  if (found->source->definingOp())
    finding.addSourceOp(*found->source->definingOp());
  fault.target.tensors = {target->name()};
  fault.source.tensors = {found->source->name()};
  fault.targetValue = origin.reach;
  fault.sourceValue = reach;
  fault.cause = "numbers stop being finite here: " + origin.why;
  finding.report(module);
}

struct LocalizeCG : Pass {
  LogicalResult run(Module &module, PassContext &context) override {
    auto aligned = AlignedPair::of(module, context);
    const auto *files = context.analyses.get<ExecutablePair>(module, context);
    if (!aligned || !files)
      return failure();
    const NormalPair &pair = aligned->pair;
    if (auto evaluation = evaluationOf(module, "before"))
      for (const OutputEvaluation &output : evaluation->outputs) {
        if (output.target.empty())
          reportOne(module, pair, "FX-CG-output_missing", "", output.source,
                    "there is no output for the source's '" + output.source + "'");
        if (output.source.empty())
          reportOne(module, pair, "FX-CG-output_extra", output.target, "",
                    "the source has no output for '" + output.target + "'");
      }
    if (auto origin = nonfiniteOriginOf(module, "target"); origin && origin->isOverflow())
      reportOverflow(module, *aligned, *origin);
    auto inputs = exchangedInputs(pair, aligned->alignment);
    if (!std::ranges::is_sorted(inputs))
      reportExchange(module, pair, inputs);
    auto order = outputOrder(pair, aligned->alignment);
    if (order && !outputsInPlace(pair, *order))
      reportOrder(module, pair, *order);
    reportUnnamedDifferences(module, *aligned, *files, FaultType::CG);
    return success();
  }
};

} // namespace

std::unique_ptr<Pass> createLocalizeCG() { return std::make_unique<LocalizeCG>(); }

} // namespace fixcon

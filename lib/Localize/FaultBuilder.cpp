// The link from normal form to file is the origins that every rewrite keeps: of the ops that an op came
// from, the one with its meaning is named.
#include "FaultBuilder.h"

#include "fixcon/Fault/ByDesign.h"
#include "fixcon/Fault/FaultRules.h"
#include "fixcon/Fault/Unshown.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cassert>

namespace fixcon {

static void addUnique(std::vector<std::string> &list, const std::string &name) {
  if (std::ranges::find(list, name) == list.end())
    list.push_back(name);
}

std::vector<std::string> tensorsBehind(const Value &weight, const Graph &faithful) {
  std::vector<std::string> names;
  for (const std::string &origin : weight.origins())
    if (Value *v = valueInFile(faithful, origin))
      if (v->isWeight() || (v->definingOp() && v->definingOp()->numOperands() == 0))
        addUnique(names, origin);
  return names;
}

FaultBuilder::FaultBuilder(FaultType type, std::string rule, const NormalPair &pair) : pair(pair) {
  fault.type = type;
  fault.rule = std::move(rule);
  fault.target.graph = pair.target->name();
  fault.source.graph = pair.source->name();
}

static void addNode(FaultPlace &place, const Op &faithful) {
  addUnique(place.nodes, faithful.label());
  for (unsigned i = 0; i < faithful.numResults() && place.anchor.empty(); ++i)
    place.anchor = faithful.result(i)->name();
}

std::string typeInFile(const Op &core, const Graph &faithful) {
  const Op *main = mainFaithfulOp(core, faithful);
  return std::string(main ? main->type() : core.name());
}

void FaultBuilder::merge(FaultPlace &place, const Op &core, const Graph &faithful) {
  const Op *main = mainFaithfulOp(core, faithful);
  if (!main)
    return;
  addNode(place, *main);
  // A wide layer may be several narrow ones.
  if (const OpDef *def = opDef(core); def && def->traits().linear)
    for (const Op *op : faithfulOps(core, faithful))
      if (op->type() == main->type())
        addNode(place, *op);
}

void FaultBuilder::addTargetNode(const Op &faithful) { addNode(fault.target, faithful); }

void FaultBuilder::addSourceNode(const Op &faithful) { addNode(fault.source, faithful); }

void FaultBuilder::add(const OpPair &ops, const std::vector<int64_t> &operands, double floor) {
  addTargetOp(*ops.target);
  addSourceOp(*ops.source);
  addSites(ops, operands, floor);
}

void FaultBuilder::addSites(const OpPair &ops, const std::vector<int64_t> &operands, double floor) {
  for (int64_t operand : operands)
    fault.sites.add({ops.target->result()->name(), ops.source->result()->name(), operand});
  fault.localError = std::max(fault.localError, ops.absoluteError);
  fault.noiseFloor = std::max(fault.noiseFloor, floor);
  fault.latent = (isNew || fault.latent) && ops.absoluteError <= floor;
  isNew = false;
}

void FaultBuilder::addTargetTensors(const Value &weight) {
  for (const std::string &name : tensorsBehind(weight, *pair.target))
    addUnique(fault.target.tensors, name);
}

void FaultBuilder::addSourceTensors(const Value &weight) {
  for (const std::string &name : tensorsBehind(weight, *pair.source))
    addUnique(fault.source.tensors, name);
}

void FaultBuilder::addTargetTensor(const Value &constant) {
  addUnique(fault.target.tensors, constant.name());
}

void FaultBuilder::addSourceTensor(const Value &constant) {
  addUnique(fault.source.tensors, constant.name());
}

static bool isWithdrawn(const Fault &fault, const Module &module) {
  std::vector<std::string> withdrawn = unshownOf(module);
  return !fault.target.nodes.empty() &&
         std::ranges::all_of(fault.target.nodes, [&](const std::string &node) {
           return std::ranges::find(withdrawn, node) != withdrawn.end();
         });
}

/// What was found before and is the same.
static std::optional<Fault> knownAs(const Fault &fault, const Module &module) {
  const Attribute nodes = fault.target.nodes;
  for (const Record &record : module.records()) {
    const Attribute *others = record.attrs.find("target_nodes");
    if (record.kind != "fault" || (others && *others != nodes))
      continue; // most of them, which need not be read
    auto other = Fault::fromRecord(record, module.diagnostics());
    if (other && other->rule == fault.rule && other->target.nodes == fault.target.nodes &&
        other->target.tensors == fault.target.tensors &&
        other->target.attribute == fault.target.attribute &&
        other->source.nodes == fault.source.nodes)
      return other;
  }
  return std::nullopt;
}

void FaultBuilder::report(Module &module) {
  assert(faultRule(fault.rule) && "a rule that FaultRules.def does not have");
  if (isWithdrawn(fault, module))
    return;
  if (auto known = knownAs(fault, module)) {
    // It may go now that another fault has gone.
    if (known->retry) {
      fault.id = known->id;
      updateFault(module, fault);
    }
    return;
  }
  addFault(module, fault);
  Location where = locationOf(fault.target, module);
  auto diagnostic =
      isStorage(fault) ? module.diagnostics().remark(where) : module.diagnostics().warning(where);
  diagnostic.code(fault.rule) << fault.cause;
  if (!fault.source.nodes.empty())
    diagnostic.note(locationOf(fault.source, module)) << "the source's node is here";
}

} // namespace fixcon

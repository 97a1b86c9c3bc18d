// The target before an edit is a graph of the module: clones share their weights, so it costs its ops.
#include "History.h"

#include "DeclaredTypes.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/IR/RecordFields.h"

#include <algorithm>

namespace fixcon {

static constexpr const char *kind = "edit";

void addEdit(Module &module, Edit edit) {
  Record record;
  record.kind = kind;
  record.subject = {"target", ""};
  record.against = {edit.before, ""};
  writeFields(std::move(edit), record);
  module.records().push_back(std::move(record));
}

bool hasEdits(const Module &module) {
  return std::ranges::any_of(module.records(), [](const Record &r) { return r.kind == kind; });
}

bool areEditsAccepted(const Module &module) {
  return std::ranges::all_of(module.records(), [&](const Record &record) {
    auto edit = record.kind == kind ? readFields<Edit>(record, module.diagnostics())
                                    : FailureOr<Edit>(Edit{{}, "", true});
    return succeeded(edit) && edit->accepted;
  });
}

void acceptEdits(Module &module) {
  for (Record &record : module.records())
    if (record.kind == kind)
      if (auto edit = readFields<Edit>(record, module.diagnostics()); succeeded(edit)) {
        edit->accepted = true;
        writeFields(std::move(*edit), record);
      }
}

const Graph &targetAsItCame(const Module &module) {
  for (const Record &record : module.records())
    if (record.kind == kind)
      if (const Graph *before = module.graph(record.against.graph))
        return *before;
  return *module.graph("target");
}

static std::optional<Edit> takeLastEdit(Module &module) {
  auto &records = module.records();
  auto last = std::find_if(records.rbegin(), records.rend(),
                           [](const Record &r) { return r.kind == kind; });
  if (last == records.rend())
    return std::nullopt;
  auto edit = readFields<Edit>(*last, module.diagnostics());
  if (failed(edit) || !module.graph(last->against.graph))
    return std::nullopt;
  edit->before = last->against.graph;
  records.erase(std::next(last).base());
  return *edit;
}

static void restoreFeeding(Module &module, const std::string &before) {
  std::erase_if(module.records(), [](const Record &r) {
    return r.kind == "preprocess" && r.subject.graph == "target";
  });
  for (Record &r : module.records())
    if (r.kind == "preprocess" && r.subject.graph == before)
      r.subject.graph = "target";
}

static void reject(Module &module, const Attribute::Strings &ids, const std::string &reason) {
  for (Fault &fault : faultsOf(module))
    if (std::ranges::find(ids, fault.id) != ids.end()) {
      fault.status = RepairStatus::Rejected;
      fault.repairSummary += "; " + reason;
      updateFault(module, fault);
    }
}

bool undoLastEdit(Module &module, PassContext &context, const std::string &reason) {
  std::optional<Edit> edit = takeLastEdit(module);
  if (!edit)
    return false;
  module.replaceGraph("target", edit->before);
  module.graph("target")->setDerived(GraphKind::Model, "");
  restoreFeeding(module, edit->before);
  reject(module, edit->faults, reason);
  // The first state is the file's own, whatever it declares.
  if (hasEdits(module))
    correctDeclaredTypes(module);
  context.analyses.invalidate<ArgumentTypes>();
  invalidateTarget(module, context);
  return true;
}

} // namespace fixcon

// The verdict is that of docs/Report.md: mismatches without near ties, of the last evaluation there
// is, and `repaired` only if a repair was applied. Nothing is measured here, so the report of a
// module that was written and read back is the same.
#include "BuildReport.h"

#include "fixcon/IR/RecordFields.h"
#include "fixcon/Support/File.h"

#include <algorithm>

namespace fixcon {

static const Record *recordOf(const Module &module, std::string_view kind, std::string_view tag) {
  for (const Record &record : module.records())
    if (record.kind == kind && record.tag == tag)
      return &record;
  return nullptr;
}

static std::string verdictOf(const Report &report) {
  bool repaired = std::ranges::any_of(
      report.findings, [](const Fault &f) { return f.status == RepairStatus::Applied; });
  const Evaluation &last = report.after ? *report.after : report.before;
  if (last.trueMismatches() == 0)
    return repaired ? "repaired" : "match";
  bool better = last.trueMismatches() < report.before.trueMismatches();
  return repaired && better ? "partly_repaired" : "mismatch";
}

FailureOr<Report> buildReport(const Module &module) {
  Report report;
  report.toolVersion = FIXCON_VERSION;
  std::optional<Evaluation> before = evaluationOf(module, "before");
  if (!before)
    return module.diagnostics().error({}) << "the models were not compared on any data";
  report.before = *before;
  report.after = evaluationOf(module, "after");
  if (const Record *alignment = recordOf(module, "alignment", "")) {
    auto summary = readFields<AlignmentSummary>(*alignment, module.diagnostics());
    if (failed(summary))
      return failure();
    report.alignment = std::move(*summary);
  }
  report.findings = faultsOf(module);
  report.verdict = verdictOf(report);
  return report;
}

ModelInfo modelInfo(const ModelFile &file, Diagnostics &diags) {
  ModelInfo info{file.path, std::string(file.format->name), {}};
  // Standard input can be read once only, and the model has been read by now.
  if (file.path == "-")
    return info;
  if (auto mapped = MappedFile::open(file.path, diags); succeeded(mapped))
    info.sha256 = sha256((*mapped)->bytes());
  return info;
}

} // namespace fixcon

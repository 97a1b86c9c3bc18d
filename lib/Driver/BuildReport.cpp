#include "BuildReport.h"

#include "fixcon/Support/File.h"

#include <algorithm>

namespace fixcon {

static const Record *recordOf(const Module &module, std::string_view kind, std::string_view tag) {
  for (const Record &record : module.records())
    if (record.kind == kind && record.tag == tag)
      return &record;
  return nullptr;
}

static Evaluation evaluationOf(const Record &record) {
  Evaluation e;
  e.samples = record.attrs.getOr<int64_t>("samples", 0);
  e.mismatches = record.attrs.getOr<int64_t>("mismatches", 0);
  e.nearTies = record.attrs.getOr<int64_t>("near_ties", 0);
  e.maxAbs = record.attrs.getOr<double>("max_abs", 0);
  e.relRms = record.attrs.getOr<double>("rel_rms", 0);
  e.failing = record.attrs.getOr<Attribute::Ints>("failing", {});
  return e;
}

/// Near ties are flips that arithmetic alone explains: they are reported, and blame nobody.
static int64_t trueMismatches(const Evaluation &e) { return e.mismatches - e.nearTies; }

static std::string verdictOf(const Report &report) {
  bool repaired = std::ranges::any_of(
      report.findings, [](const Fault &f) { return f.status == RepairStatus::Applied; });
  const Evaluation &last = report.after.samples ? report.after : report.before;
  if (trueMismatches(last) == 0)
    return repaired ? "repaired" : "match";
  bool better = trueMismatches(last) < trueMismatches(report.before);
  return repaired && better ? "partly_repaired" : "mismatch";
}

FailureOr<Report> buildReport(const Module &module) {
  Report report;
  const Record *before = recordOf(module, "evaluation", "before");
  if (!before)
    return module.diagnostics().error({}) << "the models were not compared on any data";
  report.before = evaluationOf(*before);
  if (const Record *after = recordOf(module, "evaluation", "after"))
    report.after = evaluationOf(*after);
  if (const Record *alignment = recordOf(module, "alignment", "")) {
    report.weighted = alignment->attrs.getOr<int64_t>("weighted", 0);
    report.aligned = alignment->attrs.getOr<int64_t>("aligned", 0);
    report.unaligned = alignment->attrs.getOr<Attribute::Strings>("unaligned", {});
  }
  report.findings = faultsOf(module);
  report.verdict = verdictOf(report);
  return report;
}

ModelInfo modelInfo(const std::string &path, std::string_view format, Diagnostics &diags) {
  ModelInfo info{path, std::string(format), {}};
  // Standard input can be read once only, and the model has been read by now.
  if (path == "-")
    return info;
  if (auto file = MappedFile::open(path, diags); succeeded(file))
    info.sha256 = sha256((*file)->bytes());
  return info;
}

} // namespace fixcon

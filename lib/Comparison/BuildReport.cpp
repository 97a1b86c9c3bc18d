// Nothing is measured here, so the report of a module that was written and read back is the same.
#include "BuildReport.h"

#include "DecidedBranches.h"
#include "fixcon/Fault/ByDesign.h"
#include "fixcon/Fault/Unshown.h"
#include "fixcon/IR/RecordFields.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/QuotedList.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

static const Record *recordOf(const Module &module, std::string_view kind, std::string_view tag) {
  for (const Record &record : module.records())
    if (record.kind == kind && record.tag == tag)
      return &record;
  return nullptr;
}

/// The outputs by the last evaluation, which names them as they are now.
static std::vector<OutputReport> outputsOf(const Report &report) {
  std::vector<OutputReport> outputs;
  const Evaluation &last = report.after ? *report.after : report.before;
  for (const OutputEvaluation &o : last.outputs) {
    OutputReport &out = outputs.emplace_back(
        OutputReport{o.source,
                     o.target,
                     std::string(wordsOf(o.pairedBy)[static_cast<size_t>(o.pairedBy)]),
                     o.comparator,
                     o.requested,
                     o.unknown,
                     o.misfit,
                     {},
                     {}});
    for (const OutputEvaluation &earlier : report.before.outputs)
      if (earlier.source == o.source && (!o.source.empty() || earlier.target == o.target))
        out.before = earlier.figures;
    if (report.after)
      out.after = o.figures;
  }
  return outputs;
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
  for (Fault &fault : faultsOf(module))
    (isStorage(fault) ? report.stored : report.findings).push_back(std::move(fault));
  const Graph *source = module.graph("source"),
              *executable = source ? module.derived(*source, GraphKind::Executable) : nullptr;
  report.isSourceQuantised = executable && isQuantized(*executable);
  report.ranking = rankingOf(module);
  report.outputs = outputsOf(report);
  report.sourceNonfinite = nonfiniteOriginOf(module, "source");
  report.targetNonfinite = nonfiniteOriginOf(module, "target");
  if (report.before.agreesThroughout() && !report.findings.empty())
    for (const Probe &probe : probesOf(module, "before"))
      if (probe.differs() && report.notes.empty())
        report.notes.push_back("the data shows no difference; what is found shows " +
                               probe.where());
  constexpr size_t mostNamed = 3;
  if (std::vector<std::string> nodes = unshownOf(module); !nodes.empty())
    report.notes.push_back(quotedList(nodes, mostNamed) +
                           (nodes.size() == 1 ? " differs" : " differ") +
                           " by weights or attributes, which no input that was tried shows");
  if (std::vector<std::string> nodes = decidedBranches(module); !nodes.empty())
    report.notes.push_back("of " + quotedList(nodes, mostNamed) +
                           " only the branch that all samples take was compared");
  report.probes = probesOf(module, report.after ? "after" : "before");
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

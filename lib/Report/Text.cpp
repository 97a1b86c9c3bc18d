// The report for a terminal: the verdict, the figures, one line per finding.
#include "fixcon/Report/Report.h"

#include <sstream>

namespace fixcon {

namespace {

std::string joined(const std::vector<std::string> &names) {
  constexpr size_t maxShown = 3;
  std::string text;
  for (size_t i = 0; i < names.size() && i < maxShown; ++i)
    text += (i ? ", " : "") + names[i];
  if (names.size() > maxShown)
    text += " and " + std::to_string(names.size() - maxShown) + " more";
  return text;
}

std::string placeText(const FaultPlace &place) {
  std::string text = joined(place.nodes.empty() ? place.tensors : place.nodes);
  return place.attribute.empty() ? text : text + " (" + place.attribute + ")";
}

void writeEvaluation(std::ostream &out, const char *title, const Evaluation &e) {
  out << title << e.mismatches << " of " << e.samples << " samples differ";
  if (e.nearTies)
    out << ", " << e.nearTies << " of them near ties";
  out << " (max abs " << e.maxAbs << ", relative rms " << e.relRms << ")\n";
}

void writeFinding(std::ostream &out, const Fault &fault) {
  out << fault.id << " " << name(fault.type) << " [" << fault.rule << "] "
      << placeText(fault.target);
  if (fault.latent)
    out << " (latent)";
  if (!fault.cause.empty())
    out << ": " << fault.cause;
  out << "\n";
  bool tried = fault.status != RepairStatus::Open && fault.status != RepairStatus::None;
  if (tried || !fault.repairSummary.empty())
    out << "   repair " << name(fault.status) << ": " << fault.repairSummary << "\n";
}

} // namespace

std::string toText(const Report &report) {
  std::ostringstream out;
  out << "verdict: " << report.verdict << "\n";
  writeEvaluation(out, "before:  ", report.before);
  if (report.after)
    writeEvaluation(out, "after:   ", *report.after);
  if (!report.rejected.empty())
    out << "rejected samples: " << joined(report.rejected) << "\n";
  const AlignmentSummary &alignment = report.alignment;
  if (alignment.weighted)
    out << "aligned: " << alignment.aligned << " of " << alignment.weighted
        << " ops with weights\n";
  if (!alignment.unaligned.empty())
    out << "not aligned: " << joined(alignment.unaligned) << "\n";
  for (const Fault &fault : report.findings)
    writeFinding(out, fault);
  return out.str();
}

} // namespace fixcon

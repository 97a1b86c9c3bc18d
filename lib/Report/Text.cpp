// The report for a terminal: the verdict, the figures, one line per finding.
#include "fixcon/Report/Report.h"

#include "fixcon/Support/Escape.h"

#include <algorithm>
#include <sstream>

namespace fixcon {

namespace {

/// A sentence of ours that may hold names.
std::string sentence(const std::string &text) { return shown(text, 4000); }

std::string joined(const std::vector<std::string> &names) {
  constexpr size_t maxShown = 3;
  std::string text;
  for (size_t i = 0; i < names.size() && i < maxShown; ++i)
    text += (i ? ", " : "") + shown(names[i]);
  if (names.size() > maxShown)
    text += " and " + std::to_string(names.size() - maxShown) + " more";
  return text;
}

std::string placeText(const FaultPlace &place) {
  std::string text = joined(place.nodes.empty() ? place.tensors : place.nodes);
  return place.attribute.empty() ? text : text + " (" + shown(place.attribute) + ")";
}

/// Of an evaluation, or of one output.
template <class Figures> std::string distanceText(const Figures &f) {
  std::ostringstream out;
  out << " (max abs " << f.maxAbs << ", relative rms " << f.relRms << ", " << f.noiseUnits
      << " times the noise)";
  return out.str();
}

void writeEvaluation(std::ostream &out, const char *title, const Evaluation &e) {
  out << title << e.mismatches << " of " << e.samples << " samples differ";
  if (e.nearTies)
    out << ", " << e.nearTies << " of them near ties";
  if (e.valuesDiffer)
    out << ", values on " << e.valuesDiffer << " more";
  if (e.incomparable)
    out << ", " << e.incomparable << " by their shapes, not finite or not given";
  if (e.incomparable < e.judged() || e.judged() == 0)
    out << distanceText(e);
  out << "\n";
}

/// Whether both read alike.
bool isSame(const Evaluation &a, const Evaluation &b) {
  std::ostringstream first, second;
  writeEvaluation(first, "", a);
  writeEvaluation(second, "", b);
  return first.str() == second.str();
}

/// One line for each output, where there are several.
void writeOutputs(std::ostream &out, const std::vector<OutputReport> &outputs) {
  if (outputs.size() < 2)
    return;
  for (const OutputReport &o : outputs) {
    if (o.source.empty() || o.target.empty() || !o.unknown.empty())
      continue;
    const OutputFigures &f = o.after ? *o.after : o.before;
    out << (o.pairedBy == "operand" ? "operand " : "output ") << shown(o.source);
    if (o.source != o.target)
      out << " (" << shown(o.target) << ", by " << o.pairedBy << ")";
    out << ", " << o.comparator << ": " << f.mismatches << " differ";
    if (f.valuesDiffer)
      out << ", values on " << f.valuesDiffer << " more";
    out << distanceText(f) << "\n";
  }
}

void writeFigures(std::ostream &out, const Report &report) {
  auto isUnknown = [](const OutputReport &o) { return !o.unknown.empty(); };
  if (!report.outputs.empty() && std::ranges::all_of(report.outputs, isUnknown)) {
    out << "outputs: none could be computed\n";
    return;
  }
  writeEvaluation(out, report.after ? "before:  " : "outputs: ", report.before);
  if (report.after && isSame(report.before, *report.after))
    out << "after:   unchanged\n";
  else if (report.after)
    writeEvaluation(out, "after:   ", *report.after);
}

void writeFinding(std::ostream &out, const Fault &fault) {
  out << fault.id << " " << name(fault.type) << " [" << fault.rule << "] "
      << placeText(fault.target);
  if (fault.latent)
    out << " (latent)";
  if (!fault.cause.empty())
    out << ": " << sentence(fault.cause);
  out << "\n";
  bool tried = fault.status != RepairStatus::Open && fault.status != RepairStatus::None;
  if (tried || !fault.repairSummary.empty())
    out << "   repair " << name(fault.status) << ": " << sentence(fault.repairSummary) << "\n";
}

} // namespace

bool Report::labelsSuffice() const {
  for (const OutputReport &output : outputs)
    if ((output.after ? *output.after : output.before).valuesDiffer > 0 && !output.requested)
      return false;
  return !outputs.empty() && std::ranges::all_of(findings, isSettled);
}

/// How far beyond the data a match holds: of each kind of probe the last that agreed.
static std::vector<std::string> triedBeyond(const Report &report) {
  std::vector<std::string> tried;
  for (const char *kind : {"batch", "size", "drawn", "beyond"}) {
    const Probe *last = nullptr;
    for (const Probe &probe : report.probes)
      if (probe.kind == kind && probe.agrees())
        last = &probe;
    if (last)
      tried.push_back(last->what);
  }
  return tried;
}

std::string toText(const Report &report) {
  std::ostringstream out;
  out << "verdict: " << report.verdict << "\n";
  for (const std::string &note : report.notes)
    out << "note:    " << sentence(note) << "\n";
  writeFigures(out, report);
  writeOutputs(out, report.outputs);
  bool isMatch = report.verdict == "match" || report.verdict == "repaired";
  if (std::vector<std::string> tried = triedBeyond(report); isMatch)
    out << "tried beyond the data: " << (tried.empty() ? "nothing" : joined(tried)) << "\n";
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

// `match` and `repaired` are what users act on, so that everything that is known to speak against them does:
// an output that one model lacks, or that has moved; a value beyond noise or tolerance; a sample that
// nobody could judge; a finding that is not repaired, for what is proven to differ shows on other data.
#include "Verdict.h"

#include "fixcon/Fault/ByDesign.h"
#include "fixcon/Support/QuotedList.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace fixcon {
namespace {

std::string quoted(const std::string &name) { return "'" + name + "'"; }

bool isApplied(const Fault &fault) { return fault.status == RepairStatus::Applied; }

class VerdictMaker {
public:
  VerdictMaker(Report &report, bool allowRejected) : report(report), allowRejected(allowRejected) {}

  void run() {
    noteMisfits();
    noteOutputs();
    noteUnknown();
    noteSamples();
    noteRandom();
    report.verdict = verdict();
    if (report.verdict == "match" || report.verdict == "repaired") {
      noteUncompared();
      noteBeyond();
    } else {
      noteRounding();
      noteUnexplained();
    }
    noteAlignment();
  }

private:
  const Evaluation &last() const { return report.after ? *report.after : report.before; }

  std::string verdict() {
    const Evaluation &now = last();
    bool applied = std::ranges::any_of(report.findings, isApplied);
    if (now.judged() == 0 || !now.judgesAny() || isRandom("source"))
      return "none";
    if ((now.trueMismatches() > 0 || now.valuesDiffer > 0) && now.outputsCorrespond() &&
        differsByDesignAlone()) {
      noteDesign();
      return applied ? "repaired" : "match";
    }
    if (now.trueMismatches() > 0 || !now.outputsCorrespond()) {
      bool better = applied && now.trueMismatches() < report.before.trueMismatches();
      return better ? "partly_repaired" : "mismatch";
    }
    if (!allowRejected && isTooFew())
      return "none";
    if (!probesAgree())
      return "mismatch";
    bool differ = valuesDiffer();
    if (hasUnknown()) {
      note(std::string("what can be computed ") + (differ ? "has equal labels" : "agrees") +
           ", but it is not the whole");
      bool better = applied && judgesOutput() && report.before.trueMismatches() > 0;
      return better ? "partly_repaired" : "none";
    }
    if (hasOpenFinding() || differ) {
      bool better = applied && report.before.trueMismatches() > 0;
      return better ? "partly_repaired" : "labels_agree";
    }
    return applied ? "repaired" : "match";
  }

  /// Every layer gives what the source's does; what outputs differ by is the rounding of the source within itself, or that of
  /// weights which the target was made to store so.
  bool differsByDesignAlone() const {
    if (!report.isSourceQuantised && report.stored.empty())
      return false;
    auto isStored = [&](const Ranked &place) {
      return std::ranges::any_of(report.stored, [&](const Fault &fault) {
        return std::ranges::find(fault.target.nodes, place.target) != fault.target.nodes.end();
      });
    };
    auto isOpen = [](const Fault &fault) {
      return fault.status != RepairStatus::Applied && fault.status != RepairStatus::Unneeded;
    };
    return last().unjudged == 0 && !hasUnknown() && report.alignment.weighted > 0 &&
           report.alignment.unaligned.empty() && std::ranges::none_of(report.findings, isOpen) &&
           std::ranges::all_of(report.ranking, isStored);
  }

  void noteDesign() {
    const Evaluation &now = last();
    std::string what = report.isSourceQuantised ? "the source rounds to grids within itself"
                                                : "the target was made to store narrow weights: " +
                                                      report.stored.front().cause;
    note(what + "; every layer gives what the source's does up to that, which explains " +
         std::to_string(now.trueMismatches()) + " other labels and values on " +
         std::to_string(now.valuesDiffer) + " samples more");
  }

  bool hasUnknown() const {
    return std::ranges::any_of(last().outputs,
                               [](const OutputEvaluation &o) { return !o.unknown.empty(); });
  }

  bool judgesOutput() const {
    return std::ranges::any_of(last().outputs, [](const OutputEvaluation &o) {
      return o.isPaired() && !o.isOperand() && o.unknown.empty();
    });
  }

  /// Outputs that nobody can compute, by what they lie behind.
  void noteUnknown() {
    std::map<std::string, std::vector<std::string>> byCause;
    for (const OutputEvaluation &o : last().outputs)
      if (!o.unknown.empty())
        byCause[o.unknown].push_back(o.source.empty() ? o.target : o.source);
    constexpr size_t most = 3;
    for (const auto &[cause, outputs] : byCause) {
      bool one = outputs.size() == 1;
      note(std::string(one ? "output " : "outputs ") + quotedList(outputs, most) +
           " could not be computed: " + (one ? "it lies" : "they lie") + " behind " + cause);
    }
  }

  /// A target that does not run, by the first op that does not fit.
  void noteMisfits() {
    for (const OutputEvaluation &o : last().outputs)
      if (!o.misfit.empty()) {
        note("the target does not run at the sizes of the data: " + o.misfit);
        return;
      }
  }

  int64_t missing() const { return static_cast<int64_t>(report.rejected.size()) + last().unjudged; }
  bool isTooFew() const { return missing() * 10 > report.samples; }

  /// What a model that draws random numbers says once, it does not say again.
  bool isRandom(std::string_view model) const {
    return std::ranges::any_of(
        report.probes, [&](const Probe &p) { return p.kind == "random" && p.what == model; });
  }

  void noteRandom() {
    for (const char *model : {"source", "target"})
      if (isRandom(model))
        note(std::string("the ") + model +
             " draws random numbers: its outputs differ from run to run");
  }

  /// Where values differ on the samples themselves, varied ones say nothing new. Of a kind, the first says all.
  bool probesAgree() {
    std::set<std::string> kinds;
    for (const Probe &probe : report.probes)
      if (!probe.agrees() && probe.kind != "beyond" && speaks(probe) &&
          kinds.insert(probe.kind).second && probe.kind != "random")
        note(probe.trouble.empty() ? "the outputs differ " + probe.where()
                                   : "the target fails " + probe.where() + ": " + probe.trouble);
    return kinds.empty();
  }

  bool speaks(const Probe &probe) const {
    return probe.kind == "random" || !probe.trouble.empty() || last().valuesDiffer == 0;
  }

  bool valuesDiffer() {
    const Evaluation &now = last();
    if (now.valuesDiffer > 0)
      note("labels agree, values differ on " + std::to_string(now.valuesDiffer) + " of " +
           std::to_string(now.judged()) + " samples");
    return now.valuesDiffer > 0;
  }

  bool hasOpenFinding() {
    auto open = std::ranges::count_if(report.findings, std::not_fn(isSettled));
    if (open)
      note(std::to_string(open) + (open == 1 ? " finding is" : " findings are") +
           " open: other data may show what this data does not");
    return open > 0;
  }

  void noteOutputs() {
    for (const OutputEvaluation &o : last().outputs) {
      if (o.target.empty())
        note("the target has no output for " + quoted(o.source));
      else if (o.source.empty())
        note("the source has no output for the target's " + quoted(o.target));
      else
        notePair(o);
    }
  }

  void notePair(const OutputEvaluation &o) {
    std::string pair = (o.isOperand() ? "operand " : "output ") + quoted(o.source);
    if (o.source != o.target)
      pair += " against the target's " + quoted(o.target);
    if (o.sourcePlace != o.targetPlace)
      note(pair + " (by " + (o.pairedBy == PairedBy::Name ? "name" : "value") + ") is number " +
           std::to_string(o.targetPlace + 1) + " of the target, not " +
           std::to_string(o.sourcePlace + 1));
    if (o.misfit.empty() && o.figures.sourceShape != o.figures.targetShape)
      noteShapes(pair, o);
    if (o.figures.targetNonfinite > o.figures.sourceNonfinite)
      note(pair + ": " + std::to_string(o.figures.targetNonfinite - o.figures.sourceNonfinite) +
           " elements are not finite in the target alone");
  }

  static std::string text(const std::vector<int64_t> &shape) {
    std::string out = "[";
    for (size_t i = 0; i < shape.size(); ++i)
      out += (i ? "," : "") + std::to_string(shape[i]);
    return out + "]";
  }

  void noteShapes(const std::string &pair, const OutputEvaluation &o) {
    note(pair + ": shape " + text(o.figures.targetShape) + " where the source has " +
         text(o.figures.sourceShape) + classesText(o.figures));
  }

  static std::string classesText(const OutputFigures &f) {
    int64_t agree = std::max(f.agreeWithoutFirst, f.agreeWithoutLast);
    if (agree == 0 || f.sourceShape.empty() || f.targetShape.empty())
      return "";
    const char *side = f.targetShape.back() > f.sourceShape.back() ? "target" : "source";
    const char *end = agree == f.agreeWithoutFirst ? "first" : "last";
    std::string what = "; the ";
    what.append(side).append(" has one class more: without its ").append(end);
    return what + " one, labels agree on " + std::to_string(agree) + " of " +
           std::to_string(f.samples) + " samples";
  }

  void noteBeyond() {
    for (const Probe &probe : report.probes)
      if (probe.kind == "beyond" && !probe.agrees()) {
        note((probe.trouble.empty() ? "the outputs differ " : "the target fails ") + probe.where() +
             "; this data does not come near them");
        return;
      }
  }

  /// Where outputs agree, weights without a partner were compared by nothing else.
  void noteUncompared() {
    if (auto count = report.alignment.unaligned.size())
      note(std::to_string(count) + " of " + std::to_string(report.alignment.weighted) +
           " ops with weights have no partner: they were compared by the outputs alone");
  }

  void noteAlignment() {
    const AlignmentSummary &alignment = report.alignment;
    if (!looksUnrelated(alignment.weighted, alignment.aligned))
      return;
    // Weights that are another network's would be no roundings of the source's.
    bool isRounded = std::ranges::any_of(report.findings, isRounding);
    note(std::to_string(alignment.aligned) + " of " + std::to_string(alignment.weighted) +
         " ops with weights have a partner" +
         (isRounded ? "" : ": these look like different networks"));
  }

  /// Of a quantised target in which every layer is right, up to the grids that it was made to have.
  void noteRounding() {
    bool isQuantised = std::ranges::any_of(report.findings, isByDesign);
    if (isQuantised && std::ranges::all_of(report.findings, isSettled) &&
        report.alignment.unaligned.empty() && last().outputsCorrespond())
      note("the target is quantised by design: every layer gives what the source's does, up to "
           "rounding, which explains "
           "what differs");
  }

  bool isNamed(const Ranked &place) const {
    return std::ranges::any_of(report.findings, [&](const Fault &fault) {
      return std::ranges::find(fault.target.nodes, place.target) != fault.target.nodes.end() ||
             std::ranges::find(fault.source.nodes, place.source) != fault.source.nodes.end();
    });
  }

  /// Where the models part and no finding says why, from the inputs on.
  void noteUnexplained() {
    constexpr size_t most = 3;
    std::vector<Ranked> places;
    std::ranges::copy_if(report.ranking, std::back_inserter(places),
                         [&](const Ranked &place) { return !isNamed(place); });
    std::ranges::stable_sort(places, {}, &Ranked::place);
    for (size_t i = 0; i < std::min(most, places.size()); ++i)
      note("differs at " +
           (places[i].target.empty() ? "what the target lacks" : quoted(places[i].target)) +
           (places[i].source.empty() ? "" : " (source: " + quoted(places[i].source) + ")") +
           ", for which there is no rule");
    if (places.size() > most)
      note("and at " + std::to_string(places.size() - most) + " places more (ranking)");
  }

  void noteSamples() {
    const Evaluation &now = last();
    if (now.unjudged)
      note(std::to_string(now.unjudged) + " of " + std::to_string(now.samples) +
           " samples are not judged: the source's outputs are not finite on them");
    if (now.unjudged && report.sourceNonfinite)
      note("not finite from " + report.sourceNonfinite->text("source"));
    bool targetAlone = std::ranges::any_of(now.outputs, [](const OutputEvaluation &o) {
      return o.figures.targetNonfinite > o.figures.sourceNonfinite;
    });
    if (targetAlone && report.targetNonfinite)
      note("not finite from " + report.targetNonfinite->text("target"));
    if (!allowRejected && now.judged() > 0 && isTooFew())
      note(std::to_string(missing()) + " of " + std::to_string(report.samples) +
           " samples could not be compared, more than a tenth (--allow-rejected)");
  }

  void note(std::string text) { report.notes.push_back(std::move(text)); }

  Report &report;
  bool allowRejected;
};

} // namespace

void setVerdict(Report &report, bool allowRejected) { VerdictMaker(report, allowRejected).run(); }

void noteUntried(Report &report) {
  if (report.verdict == "match" || report.verdict == "repaired")
    for (const Probe &probe : report.probes)
      if (probe.kind == "untried")
        report.notes.push_back("not tried: " + probe.what);
}

} // namespace fixcon

// No picture is noise, and no reading 64 times as large as all others: what right conversions differ by there must not
// count. So a difference counts only if it is far larger than what a small change of the input does to the
// source: a network that decides among equal scores, or magnifies its noise, is off by as much. And numbers beyond
// the data, or the reach of half precision, that stop being finite in the target alone do not say that it is wrong.
#include "DrawnProbe.h"

#include "DrawnSamples.h"
#include "OutputComparison.h"
#include "ScratchPair.h"
#include "fixcon/Validate/StoredPrecision.h"

#include "fixcon/Align/Samples.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Support/QuotedList.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

/// Relative to each number of the input; and how much more than what that does counts.
constexpr double disturbance = 0x1p-16, farBeyond = 4;
/// What counts beyond the data, relative to the size of an output on numbers like the data: formulas that are as
/// good near them part where numbers vanish.
constexpr double visible = 0x1p-14;

/// Euclidean lengths of the source's outputs on numbers like the data, the largest ones, by name.
using Sizes = std::map<std::string, double>;

class GroupRun {
public:
  GroupRun(ScratchPair &pair, const Graph &source, const Graph &target, const DrawnInputs &inputs,
           const DrawGroup &group, Sizes &sizes)
      : pair(pair), group(group), sizes(sizes), samples(nullptr, inputs, &source, group),
        disturbed(nullptr, inputs, &source, group, disturbance),
        source(source, pair.environment, samples), target(target, pair.environment, samples),
        moved(source, pair.environment, disturbed),
        mayOverflow(group.isBeyondData() || computesInHalf(target)) {}

  /// The source, rounded as the target is.
  void setRounded(const Graph &graph) { rounded.emplace(graph, pair.environment, samples); }

  /// Nothing if the source cannot be run on any draw.
  std::optional<Probe> run() {
    Probe probe{group.mayBeReached ? "drawn" : "beyond", group.what, 0, 0, 0, {}};
    if (failed(source.prepare()) || (rounded && failed(rounded->prepare())))
      return std::nullopt;
    (void)pair.takeComplaint();
    if (failed(target.prepare()))
      probe.trouble = pair.takeComplaint();
    for (int64_t i = 0; i < samples.size() && probe.trouble.empty(); ++i) {
      auto inputs = source.load(i);
      if (failed(inputs) || failed(source.run(*inputs)))
        continue;
      (void)pair.takeComplaint();
      if (auto units = judge(i); failed(units))
        probe.trouble = pair.takeComplaint();
      else
        add(*units, probe);
    }
    return probe.samples > 0 || !probe.trouble.empty() ? std::optional(probe) : std::nullopt;
  }

private:
  static void add(const std::optional<double> &units, Probe &probe) {
    if (!units)
      return;
    ++probe.samples;
    probe.mismatches += *units > 0;
    probe.noiseUnits = std::max(probe.noiseUnits, *units);
  }

  /// By how many noise units the models differ on a draw, 0 if they agree; nothing if it cannot be judged.
  /// Failure if the target cannot be run on it.
  FailureOr<std::optional<double>> judge(int64_t i) {
    OutputComparison comparison(source, target);
    if (rounded)
      comparison.setRounded(*rounded);
    auto judged = comparison.judgeAlone(i);
    if (failed(judged))
      return failure();
    bool isJudged = std::ranges::none_of(*judged, [&](const OutputJudgement &j) {
      return j.unjudged || (mayOverflow && j.targetNonfinite > 0);
    });
    if (judged->empty() || !isJudged)
      return std::optional<double>();
    double worst = 0;
    std::optional<Effects> effects;
    for (size_t k = 0; k < judged->size(); ++k) {
      const ComparedOutput &output = comparison.outputs()[k];
      double &size = sizes[output.about.source];
      if (!group.isBeyondData())
        size = std::max(size, std::sqrt((*judged)[k].sourceSquares));
      bool isVisible = !group.isBeyondData() || (*judged)[k].incomparable ||
                       std::sqrt((*judged)[k].errorSquares) > visible * size;
      if (!isVisible || !differs((*judged)[k], output))
        continue;
      if (!effects)
        effects = effectsOf(i);
      auto effect = effects->find(output.about.source);
      if (effect != effects->end() && isBeyond((*judged)[k], effect->second))
        worst = std::max(worst, (*judged)[k].noiseUnits);
    }
    return std::optional(worst);
  }

  static bool differs(const OutputJudgement &judgement, const ComparedOutput &output) {
    bool decides = !output.about.requested || judgement.decisionDiffers;
    return output.canBeJudged() &&
           (judgement.incomparable ||
            (judgement.noiseUnits > farBeyond * noiseLimit && judgement.valuesDiffer() && decides));
  }

  static bool isBeyond(const OutputJudgement &judgement, const OutputJudgement &effect) {
    return !effect.incomparable &&
           (judgement.incomparable || judgement.maxAbs > farBeyond * effect.maxAbs);
  }

  /// What a small change of the input does to the outputs of the source, by name.
  using Effects = std::map<std::string, OutputJudgement>;
  Effects effectsOf(int64_t i) {
    Effects effects;
    if (!movedIsReady && failed(moved.prepare()))
      return effects;
    movedIsReady = true;
    OutputComparison comparison(source, moved);
    auto judged = comparison.judgeAlone(i);
    for (size_t k = 0; succeeded(judged) && k < judged->size(); ++k)
      effects.emplace(comparison.outputs()[k].about.source, (*judged)[k]);
    addRounding(i, effects);
    return effects;
  }

  /// Scores that rounding makes equal are ties, whatever a change of the input does.
  void addRounding(int64_t i, Effects &effects) {
    auto inputs = source.load(i);
    auto rounded = succeeded(inputs) ? source.run(*inputs) : FailureOr<Outputs>(failure());
    auto exact = succeeded(rounded) ? source.runExactly(*inputs) : FailureOr<Outputs>(failure());
    for (size_t k = 0; succeeded(exact) && k < exact->size(); ++k) {
      auto effect = effects.find(source.nameOf(static_cast<unsigned>(k)));
      if (effect == effects.end())
        continue;
      OutputJudgement judged =
          judgeOutput((*rounded)[k], (*exact)[k], *comparatorNamed("tensor"), {});
      effect->second.maxAbs = std::max(effect->second.maxAbs, judged.maxAbs);
      effect->second.incomparable |= judged.incomparable;
    }
  }

  ScratchPair &pair;
  const DrawGroup &group;
  Sizes &sizes;
  DrawnSamples samples, disturbed;
  ModelRunner source, target, moved;
  std::optional<ModelRunner> rounded;
  bool mayOverflow; ///< without fault, where the source does not
  bool movedIsReady = false;
};

/// What of an input's numbers is not drawn: all but the data's, those of the other sign, those out of its bounds.
/// "" where any may be drawn.
std::string undrawnOf(const DrawnInputs::SourceInput &input, const Graph &executable, size_t at) {
  constexpr const char *others = "other numbers than the data's";
  if (!isFloat(input.data.dtype()))
    return placesOf(*executable.argument(static_cast<unsigned>(at))) > 0 ? "" : others;
  switch (input.domain) {
  case NumberDomain::Given:
    return others;
  case NumberDomain::Bounded:
    return "numbers beyond the data's bounds";
  case NumberDomain::Positive:
    return "numbers of another sign than the data's";
  case NumberDomain::Free:
    return "";
  }
  return others;
}

Probe untried(const std::string &what, const std::vector<std::string> &names) {
  constexpr size_t mostNamed = 3;
  return {"untried", what + " for " + quotedList(names, mostNamed), 0, 0, 0, {}};
}

Probe allUntried(const Graph &model) {
  std::vector<std::string> names;
  for (const auto &argument : model.arguments())
    names.push_back(argument->name());
  return untried("other numbers than the data's", names);
}

std::vector<Probe> untriedOf(const DrawnInputs &inputs, const Graph &executable) {
  std::map<std::string, std::vector<std::string>> named;
  for (size_t i = 0; i < inputs.source.size(); ++i)
    if (std::string what = undrawnOf(inputs.source[i], executable, i); !what.empty())
      named[what].push_back(inputs.source[i].name);
  std::vector<Probe> probes;
  for (const auto &[what, names] : named)
    probes.push_back(untried(what, names));
  return probes;
}

} // namespace

std::vector<Probe> probeDrawn(const Graph &sourceModel, const Graph &targetModel, Module &module,
                              PassContext &context) {
  std::shared_ptr<SampleSource> samples = samplesOf(module, context);
  ScratchPair pair(sourceModel, targetModel, module, context.environment);
  std::vector<Probe> probes;
  if (samples->areWholeDomain())
    return probes;
  auto inputs = DrawnInputs::of(*samples, pair.source(), pair.target());
  if (!inputs)
    return {allUntried(pair.source())};
  DrawnSamples undrawn(samples, *inputs, nullptr, {"", {{Draw::From::Tables}}});
  Graph *source = pair.legalize("source", undrawn), *target = pair.legalize("target", undrawn);
  if (!source || !target || !opaqueOps(*source).empty())
    return {allUntried(pair.source())};
  std::vector<DrawGroup> groups = drawsFor(*inputs, *source, *target);
  if (groups.empty())
    probes.push_back(allUntried(pair.source()));
  else
    probes = untriedOf(*inputs, *source);
  Module roundedModule(pair.module().diagnostics());
  Graph *rounded = nullptr;
  if (auto dtype = narrowerStorage(*source, *target))
    rounded = copyRounded(*source, *dtype, roundedModule);
  Sizes sizes;
  for (const DrawGroup &group : groups) {
    if (context.mustStop())
      break;
    GroupRun run(pair, *source, *target, *inputs, group, sizes);
    if (rounded)
      run.setRounded(*rounded);
    if (auto probe = run.run())
      probes.push_back(std::move(*probe));
  }
  return probes;
}

} // namespace fixcon

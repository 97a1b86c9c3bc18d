// localize-pp: is the target fed what it expects? Feeds the source's own tensor through the layout
// map and compares the first layer with that of the target's own preprocessing; judged at the first
// layer, for there a fault further on plays no part, and never by labels.
//
// The recipe that the target should use is the source's in the target's layout; the finding names
// the fields in which the two recipes differ in meaning.
#include "FaultBuilder.h"
#include "FirstLayer.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Localize/Feeding.h"

#include <cmath>

namespace fixcon {
namespace {

constexpr int64_t picturesUsed = 2;

bool equal(const FirstLayer::Inputs &a, const FirstLayer::Inputs &b) {
  for (size_t k = 0; k < a.size(); ++k)
    for (const auto &[name, tensor] : a[k]) {
      auto other = b[k].find(name);
      if (other == b[k].end() || other->second.shape() != tensor.shape())
        return false;
      // f32 arithmetic of two spellings of one recipe may differ in the last place.
      const Tensor &t = other->second;
      for (int64_t i = 0; i < tensor.size(); ++i)
        if (std::fabs(tensor.toDouble(i) - t.toDouble(i)) > 1e-5 * (1 + std::fabs(t.toDouble(i))))
          return false;
    }
  return true;
}

struct Verdict {
  LayerDistance own, sources; ///< under the target's own recipe, under the source's
};

/// Exact channels decide; where weights are rounded (no channel is exact) the source's tensor must be
/// clearly nearer. docs/Alignment.md has the figures.
bool blames(const LayerDistance &sources, const LayerDistance &own) {
  if (own.share > 0 && own.share >= 0.9 * sources.share)
    return false;
  if (sources.share > own.share)
    return true;
  return own.median > 1e-3 && sources.median < 0.1 && sources.median < own.median / 2;
}

class Localizer {
public:
  Localizer(Module &module, PassContext &context) : module(module), context(context) {}

  LogicalResult run() {
    const Alignment *alignment = context.analyses.get<Alignment>(module, context);
    pair = context.analyses.get<NormalPair>(module, context);
    if (!alignment || !pair)
      return failure();
    loadInputs(*alignment);
    if (source.empty() || equal(own, wanted))
      return success();
    auto first = FirstLayer::find(*pair, *alignment, context);
    if (failed(first))
      return success(); // no layer to judge at
    auto d = first->distance(source, wanted), u = first->distance(source, own);
    if (failed(d) || failed(u))
      return failure();
    if (blames(*d, *u))
      report({*u, *d});
    return success();
  }

private:
  /// Samples that are not readable, or that do not fit the other side's inputs, say nothing here.
  void loadInputs(const Alignment &alignment) {
    std::shared_ptr<SampleSource> samples = samplesOf(module, context);
    for (int64_t i = 0; i < samples->size() && source.size() < picturesUsed; ++i) {
      auto s = samples->load(*pair->source, i), t = samples->load(*pair->target, i);
      if (failed(s) || failed(t))
        continue;
      std::map<std::string, Tensor> carried;
      bool fits = true;
      for (const auto &[argument, aligned] : alignment.arguments) {
        auto from = s->find(aligned.source->name());
        auto targetValues = t->find(argument->name());
        if (from == s->end() || targetValues == t->end())
          continue;
        Shape shape = shapeFor(*argument, from->second, targetValues->second, aligned.layout);
        if ((fits &= isApplicable(aligned.layout, from->second, shape)))
          carried[argument->name()] = storedAs(targetValues->second.dtype(),
                                               applyLayout(from->second, aligned.layout, shape));
      }
      if (!fits)
        continue;
      source.push_back(std::move(*s));
      own.push_back(std::move(*t));
      wanted.push_back(std::move(carried));
    }
  }

  /// The width of floats is the model's to say: both recipes round to it alike.
  static Tensor storedAs(DType dtype, Tensor tensor) {
    bool rounds = isFloat(dtype) && isFloat(tensor.dtype()) && dtype != tensor.dtype();
    return rounds ? tensor.converted(dtype) : tensor;
  }

  /// A target that takes any size may be fed another one than it should be.
  static Shape shapeFor(const Value &argument, const Tensor &sources, const Tensor &fed,
                        const Layout &layout) {
    if (argument.type().isStatic())
      return argument.type().shape();
    return layout.keepsOrder() && sources.size() != fed.size() ? sources.shape() : fed.shape();
  }

  void report(const Verdict &verdict) {
    FaultBuilder finding(FaultType::PP, "FX-PP-values", *pair);
    Fault &f = finding.fault;
    if (!pair->target->arguments().empty())
      f.target.anchor = pair->target->argument(0)->name();
    f.target.tensors = {f.target.anchor};
    f.localError = verdict.own.median;
    f.noiseFloor = verdict.sources.median;
    if (nameDifference(f))
      finding.report(module);
  }

  /// False if both recipes are known and mean the same: then it is not the preprocessing that differs.
  bool nameDifference(Fault &f) {
    std::optional<Recipe> fixed = recipeForTarget(module), own = recipeOf(module, "target");
    f.cause = "the target is fed other values than it expects";
    if (!fixed || !own)
      return true;
    std::vector<std::string> fields = differingFields(*fixed, *own, inputLayoutOf(*pair->target));
    if (fields.empty())
      return false;
    f.rule = "FX-PP-" + (fields.size() == 1 ? fields[0] : std::string("recipe"));
    f.sourceValue = toJson(*fixed);
    f.targetValue = toJson(*own);
    f.target.attribute = f.source.attribute = joined(fields);
    f.cause = "the target is fed with another preprocessing than the source: " + joined(fields) +
              (fields.size() > 1 ? " differ" : " differs");
    return true;
  }

  static std::string joined(const std::vector<std::string> &fields) {
    std::string text;
    for (const std::string &field : fields)
      text += (text.empty() ? "" : ", ") + field;
    return text;
  }

  Module &module;
  PassContext &context;
  const NormalPair *pair = nullptr;
  FirstLayer::Inputs source, own, wanted;
};

} // namespace

std::unique_ptr<Pass> createLocalizePP() {
  struct LocalizePP : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      return Localizer(module, context).run();
    }
  };
  return std::make_unique<LocalizePP>();
}

} // namespace fixcon

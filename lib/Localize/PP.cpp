// localize-pp: is the target fed what it expects? Feeds the source's own tensor through the layout
// map and compares the first layer with that of the target's own preprocessing; judged at the first
// layer, for there a fault further on plays no part, and never by labels.
//
// The recipe that the target should use is the source's in the target's layout. If the first layer agrees
// under neither, although its weights are the source's, the numbers that it expects are solved for, and
// taken if they are a normalisation in use: so a target is understood that normalises or reorders channels
// within itself. What is folded into weights is a difference of weights, which can be repaired in the file.
// The finding names the fields in which the recipes differ in meaning.
#include "FaultBuilder.h"
#include "FeedSolver.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Localize/Feeding.h"

#include <cmath>

namespace fixcon {
namespace {

constexpr int64_t picturesUsed = 2;
/// Below this share of agreeing channels the target may expect other numbers; damaged filters leave more.
constexpr double mostlyDiffers = 0.25;
/// Weights rounded to 8 bits move the first layer by less than this, other numbers by more.
constexpr double roundedWeights = 0.02;

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
    if (source.empty())
      return success();
    bool fedAlike = equal(own, wanted);
    if (fedAlike && !pictureArgument())
      return success(); // nothing to compare and nothing to solve for
    auto first = FirstLayer::find(*pair, *alignment, context);
    if (failed(first))
      return success(); // no layer to judge at
    auto u = first->distance(source, own), d = fedAlike ? u : first->distance(source, wanted);
    if (failed(d) || failed(u))
      return failure();
    if (!fedAlike && blames(*d, *u))
      report(u->median, d->median, recipeForTarget(module));
    else if (u->share < mostlyDiffers && u->median > roundedWeights && first->hasEqualWeights())
      return solve(*first, u->median);
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

  /// The target's one input that holds pictures of three channels, as both sides are fed.
  const Value *pictureArgument() const {
    if (pair->target->arguments().size() != 1 ||
        !wanted.front().contains(pair->target->argument(0)->name()))
      return nullptr;
    const Value *argument = pair->target->argument(0);
    const Tensor &fed = wanted.front().at(argument->name());
    size_t axis = inputLayoutOf(*pair->target) == ImageLayout::NHWC ? 3 : 1;
    return fed.rank() == 4 && fed.shape()[axis] == 3 && isFloat(fed.dtype()) ? argument : nullptr;
  }

  LogicalResult solve(const FirstLayer &first, double error) {
    const Value *argument = pictureArgument();
    std::optional<Recipe> recipe = recipeForTarget(module);
    if (!argument || !recipe || recipe->dtype != RecipeDType::F32 ||
        recipe->channels == Channels::Gray)
      return success();
    size_t axis = inputLayoutOf(*pair->target) == ImageLayout::NHWC ? 3 : 1;
    auto map = solveFeeding(first, source, wanted, argument->name(), axis);
    if (failed(map))
      return failure();
    if (auto expected = *map ? expectedRecipe(*recipe, **map) : std::nullopt)
      report(error, (*map)->rest, *expected);
    return success();
  }

  /// The recipe whose numbers are those of `recipe` under the map, if they are in use somewhere.
  static std::optional<Recipe> expectedRecipe(Recipe recipe, const ChannelMap &map) {
    std::array<double, 3> factor, offset;
    for (size_t c = 0; c < 3; ++c) {
      size_t from = map.from[c];
      factor[c] = map.factor[c] * recipe.scale / recipe.std[from];
      offset[c] = map.offset[c] - map.factor[c] * recipe.mean[from] / recipe.std[from];
    }
    bool reversed = map.from == std::array<size_t, 3>{2, 1, 0};
    if (!reversed && map.from != std::array<size_t, 3>{0, 1, 2})
      return std::nullopt;
    if (reversed) {
      recipe.channels = recipe.channels == Channels::RGB ? Channels::BGR : Channels::RGB;
      reverseChannels(recipe);
    }
    std::vector<Recipe> candidates = knownNormalizations();
    candidates.insert(candidates.begin(), recipe);
    for (const Recipe &known : candidates) {
      if (!computes(known, factor, offset))
        continue;
      recipe.scale = known.scale;
      recipe.mean = known.mean;
      recipe.std = known.std;
      return recipe;
    }
    return std::nullopt;
  }

  /// Whether value = pixel * factor + offset is what a recipe does with the pixels 0..255.
  static bool computes(const Recipe &recipe, const std::array<double, 3> &factor,
                       const std::array<double, 3> &offset) {
    constexpr double tolerance = 1e-3;
    for (size_t c = 0; c < 3; ++c) {
      double slope = recipe.scale / recipe.std[c], start = -recipe.mean[c] / recipe.std[c];
      if (std::fabs(factor[c] - slope) > tolerance * std::fabs(slope) ||
          std::fabs(offset[c] - start) > tolerance * 255 * std::fabs(slope))
        return false;
    }
    return true;
  }

  /// `error` of the first layer as the target is fed, and what is left of it under the recipe expected.
  void report(double error, double rest, const std::optional<Recipe> &expected) {
    FaultBuilder finding(FaultType::PP, "FX-PP-values", *pair);
    Fault &f = finding.fault;
    if (!pair->target->arguments().empty())
      f.target.anchor = pair->target->argument(0)->name();
    f.target.tensors = {f.target.anchor};
    f.localError = error;
    f.noiseFloor = rest;
    if (nameDifference(f, expected))
      finding.report(module);
  }

  /// False if both recipes are known and mean the same: then it is not the preprocessing that differs.
  bool nameDifference(Fault &f, const std::optional<Recipe> &fixed) {
    std::optional<Recipe> own = recipeOf(module, "target");
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
    f.cause = "the target is fed with another preprocessing than it expects: " + joined(fields) +
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

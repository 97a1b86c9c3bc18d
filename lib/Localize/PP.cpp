// localize-pp: is the target fed what it expects? Feeds the source's own tensor through the layout
// map and compares the first layer with that of the target's own preprocessing; judged at the first
// layer, for there a fault further on plays no part, and never by labels.
//
// The recipe that the target should use is the source's in the target's layout. If the first layer agrees
// under neither, although its weights are the source's, the numbers that it expects are solved for, and
// taken if they are a normalisation in use: so a target is understood that normalises or reorders channels
// within itself. Where weights are rounded no solution is exact: the normalisations in use are tried in turn.
// What is folded into weights is a difference of weights, which can be repaired in the file.
// The finding names the fields in which the recipes differ in meaning; arrays, which have no recipe, are
// compared with each other. What the target's own ops do to pictures in front of its first layer is reported at these
// ops, unless a recipe makes up for it.
#include "ArrayDifference.h"
#include "ExpectedRecipe.h"
#include "FaultBuilder.h"
#include "FedRecipe.h"
#include "FedSamples.h"
#include "InputPath.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Localize/Feeding.h"
#include "fixcon/Localize/InputOrder.h"
#include "fixcon/Localize/UnnamedDifferences.h"

#include <algorithm>

namespace fixcon {
namespace {

constexpr int64_t picturesUsed = 2;
/// Below this share of agreeing channels the target may expect other numbers.
constexpr double mostlyDiffers = 0.25;
/// Weights rounded to 8 bits move the first layer by less than this, other numbers by more. Equal ones agree.
constexpr double roundedWeights = 0.02, equalWeights = 1e-3;
/// Two normalisations this near to each other are not told apart by rounded weights.
constexpr double nearlyAsGood = 1.5;

/// Exact channels decide. Where weights are rounded and none is exact, what is fed must be clearly nearer; with
/// damaged weights any may be. docs/Alignment.md has the figures.
bool blames(const LayerDistance &expected, const LayerDistance &own, LayerWeights::Kind weights) {
  using Kind = LayerWeights::Kind;
  if (weights != Kind::Rounded && own.share > 0 && own.share >= 0.9 * expected.share)
    return false;
  if (weights != Kind::Rounded && expected.share > own.share)
    return true;
  return (weights == Kind::Equal || weights == Kind::Rounded) && own.median > 1e-3 &&
         expected.median < 0.1 && expected.median < own.median / 2;
}

class Localizer {
public:
  Localizer(const AlignedPair &aligned, Module &module, PassContext &context)
      : module(module), context(context), pair(&aligned.pair), alignment(&aligned.alignment) {
    for (const DifferingPlace &place : differingPlaces(aligned))
      if (DifferingPlace part = onInputPath(place, *pair); !preprocessingIn(part, *pair).empty())
        builtIn.push_back(std::move(part));
  }

  LogicalResult run() {
    if (!std::ranges::is_sorted(exchangedInputs(*pair, *alignment)))
      return success(); // what an input is fed is another one's
    samples = FedSamples::load(*pair, *alignment, module, context, picturesUsed);
    picture = PictureArgument::of(*pair, *alignment, samples);
    expected = recipeForTarget(module);
    if (expected && picture && picture->exchangesHW)
      expected->transposeHW = !expected->transposeHW;
    fedAlike = samples.areAlike();
    if (samples.empty() || (fedAlike && !picture))
      return success(); // nothing to compare and nothing to solve for
    auto found = FirstLayer::find(*pair, *alignment, context);
    if (failed(found))
      return success(); // no layer to judge at
    first = &*found;
    return judge();
  }

private:
  using Kind = LayerWeights::Kind;
  LogicalResult judge() {
    auto own = first->distance(samples.source, samples.own);
    auto wanted = fedAlike ? own : first->distance(samples.source, samples.wanted);
    if (failed(own) || failed(wanted))
      return failure();
    if (!fedAlike && blames(*wanted, *own, first->weights())) {
      auto words = expected ? betweenRecipes(*expected) : betweenArrays();
      report(own->median, wanted->median, words);
      return success();
    }
    bool mayExpectOther = picture && own->share < mostlyDiffers && own->median > equalWeights &&
                          first->weights() != Kind::Other;
    return mayExpectOther ? solve(*own) : success();
  }

  LogicalResult solve(const LayerDistance &own) {
    solves = true;
    if (expected && (expected->dtype != RecipeDType::F32 || expected->channels == Channels::Gray))
      return success();
    if (first->weights() != Kind::Rounded) {
      auto map = solveFeeding(*first, samples.source, samples.wanted, picture->value->name(),
                              picture->channelAxis);
      if (failed(map))
        return failure();
      if (*map) {
        reportSolved(own.median, **map);
        return success();
      }
    }
    bool mayTry = first->weights() != Kind::Partly && expected && own.median > roundedWeights;
    return mayTry ? tryNormalizations(own) : success();
  }

  void reportSolved(double error, const ChannelMap &map) {
    // No recipe makes up for what ops of the file do to arrays.
    if (!expected && builtIn.empty())
      report(error, map.rest, withinTarget(map));
    if (!expected)
      return;
    if (auto recipe = recipeUnder(*expected, map))
      report(error, map.rest, betweenRecipes(*recipe));
  }

  /// Those in use, in both orders of the channels, by how near the first layer comes under each.
  LogicalResult tryNormalizations(const LayerDistance &own) {
    std::vector<std::pair<LayerDistance, Recipe>> tried;
    for (const Recipe &recipe : otherNormalizations(*expected)) {
      FirstLayer::Inputs inputs = samples.wanted;
      for (auto &sample : inputs) {
        Tensor &tensor = sample.at(picture->value->name());
        tensor = renormalized(tensor, *expected, recipe, picture->channelAxis);
      }
      auto distance = first->distance(samples.source, inputs);
      if (failed(distance))
        return failure();
      tried.emplace_back(*distance, recipe);
    }
    std::ranges::stable_sort(tried, {}, [](const auto &t) { return t.first.median; });
    const auto &[best, recipe] = tried.front();
    if (!blames(best, own, first->weights()))
      return success();
    std::optional<Words> words = betweenRecipes(recipe);
    for (auto other = tried.begin() + 1; words && other != tried.end(); ++other)
      if (other->first.median < nearlyAsGood * best.median)
        words->advice += ", or " + inWords(other->second) + ", which cannot be told from it";
    report(own.median, best.median, words);
    return success();
  }

  /// How the target is fed and how it should be.
  struct Words {
    std::vector<std::string> fields;
    std::string expected, own; ///< recipes in JSON, or what is known of arrays
    std::string cause, advice;
  };

  /// nullopt if the recipes mean the same: then it is not the preprocessing that differs.
  std::optional<Words> betweenRecipes(const Recipe &recipe) const {
    std::optional<Recipe> own = recipeOf(module, "target");
    return own ? betweenRecipes(recipe, *own) : std::nullopt;
  }

  std::optional<Words> betweenRecipes(const Recipe &recipe, const Recipe &own) const {
    Words words{differingFields(recipe, own, inputLayoutOf(*pair->target)), toJson(recipe),
                toJson(own), "", inWords(recipe)};
    if (words.fields.empty())
      return std::nullopt;
    words.cause =
        "the target is fed with another preprocessing than it expects: " + joined(words.fields) +
        (words.fields.size() > 1 ? " differ" : " differs");
    return words;
  }

  /// Arrays for the target that were made from the pictures of the source.
  std::optional<Words> betweenPicturesAndArrays() const {
    std::optional<Recipe> right = recipeOf(module, "source");
    if (!right || !picture)
      return std::nullopt;
    auto fed = searchFedRecipe(*pair, *alignment, *picture, picturesUsed, module, context);
    if (!fed)
      return std::nullopt;
    right->layout = inputLayoutOf(*pair->target);
    right->transposeHW ^= picture->exchangesHW;
    auto words = betweenRecipes(*right, fed->recipe);
    if (!words)
      return std::nullopt;
    words->cause += "; it is fed " + inWords(fed->recipe);
    for (const Recipe &tie : fed->ties)
      words->cause += ", or " + inWords(tie);
    if (!fed->ties.empty())
      words->cause += ", which make the same of these pictures";
    return words;
  }

  Words betweenArrays() const {
    if (auto found = betweenPicturesAndArrays())
      return *found;
    Words words;
    words.cause = "the target is fed other values than it expects";
    words.advice = "what the source is fed";
    auto difference = picture
                          ? compareArrays(FedSamples::of(samples.wanted, picture->value->name()),
                                          FedSamples::of(samples.own, picture->value->name()),
                                          picture->channelAxis)
                          : std::nullopt;
    if (!difference)
      return words;
    words.fields = difference->fields();
    words.own = difference->str();
    if (!words.own.empty())
      words.cause += ": " + words.own;
    return words;
  }

  /// Arrays that both sides are fed, of which the target expects others; nothing if its numbers are not in use.
  static std::optional<Words> withinTarget(const ChannelMap &map) {
    if (!isBetweenNormalizations(map))
      return std::nullopt;
    ArrayDifference difference{.map = map, .tolerance = map.rest};
    Words words{difference.fields(), difference.str(), "", "", ""};
    if (words.fields.empty())
      return std::nullopt;
    words.cause = "the target is fed what the source is, and expects other values";
    words.advice = "what the source is fed with " + words.expected;
    return words;
  }

  /// `error` of the first layer as the target is fed, and what is left of it under the recipe expected.
  void report(double error, double rest, const std::optional<Words> &words) {
    if (!words)
      return;
    const std::vector<std::string> &fields = words->fields;
    std::string field = fields.size() > 1 ? "recipe" : fields.empty() ? "values" : fields[0];
    FaultBuilder finding(FaultType::PP, "FX-PP-" + field, *pair);
    Fault &f = finding.fault;
    f.target.anchor = pair->target->argument(0)->name();
    f.target.tensors = {f.target.anchor};
    f.target.attribute = f.source.attribute = joined(fields);
    f.localError = error;
    f.noiseFloor = rest;
    if (!words->expected.empty())
      f.sourceValue = words->expected;
    if (!words->own.empty())
      f.targetValue = words->own;
    if (solves)
      for (const DifferingPlace &place : builtIn)
        for (const Op *op : place.target)
          finding.addTargetOp(*op);
    f.cause = words->cause + "; its file stays as it is: feed it " + words->advice;
    finding.report(module);
  }

  std::string inWords(const Recipe &recipe) const {
    return "by " + recipeInWords(recipe, *pair->target);
  }

  static std::string joined(const std::vector<std::string> &fields) {
    std::string text;
    for (const std::string &field : fields)
      text += (text.empty() ? "" : ", ") + field;
    return text;
  }

  Module &module;
  PassContext &context;
  const NormalPair *pair;
  const Alignment *alignment;
  std::vector<DifferingPlace> builtIn; ///< what ops do to pictures in the one model alone
  FirstLayer *first = nullptr;
  FedSamples samples;
  std::optional<PictureArgument> picture;
  std::optional<Recipe> expected; ///< the source's in the target's layout; nullopt for arrays
  bool fedAlike = false;
  bool solves = false; ///< what the target expects, whatever its own ops make of it
};

} // namespace

std::unique_ptr<Pass> createLocalizePP() {
  struct LocalizePP : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto aligned = AlignedPair::of(module, context);
      const auto *files = context.analyses.get<ExecutablePair>(module, context);
      if (!aligned || !files || failed(Localizer(*aligned, module, context).run()))
        return failure();
      reportUnnamedDifferences(module, *aligned, *files, FaultType::PP);
      return success();
    }
  };
  return std::make_unique<LocalizePP>();
}

} // namespace fixcon

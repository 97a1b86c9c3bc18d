// No model runs: what the source would be fed under each way of resizing is held against what the target is fed.
// The right one leaves the rounding of f32; any other a grey level and more, but for ways that make the same of
// these pictures, such as crops of an even rest.
#include "FedRecipe.h"

#include "ArrayDifference.h"
#include "ExpectedRecipe.h"
#include "ResizeVariants.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Localize/Feeding.h"

#include <algorithm>

namespace fixcon {
namespace {

using Order = ArrayDifference::Order;

/// Numbers that no one trains with are numbers all the same.
Recipe withNumbers(Recipe recipe, const ChannelMap &map) {
  for (size_t c = 0; c < 3; ++c) {
    size_t from = map.from[c];
    double factor = map.factor[c] * recipe.scale / recipe.std[from];
    double offset = map.offset[c] - map.factor[c] * recipe.mean[from] / recipe.std[from];
    recipe.std[c] = 1 / factor;
    recipe.mean[c] = -offset / factor;
  }
  recipe.scale = 1;
  return recipe;
}

/// nullopt for what no recipe does.
std::optional<Recipe> recipeOf(const ArrayDifference &difference, const Recipe &variant,
                               ImageLayout layout) {
  if (difference.order == Order::MirroredLeftRight || difference.order == Order::MirroredUpDown)
    return std::nullopt;
  bool keepsChannels = difference.map.from == std::array<size_t, 3>{0, 1, 2};
  std::optional<Recipe> recipe = recipeUnder(variant, difference.map);
  if (!recipe && keepsChannels)
    recipe = withNumbers(variant, difference.map);
  if (!recipe)
    return std::nullopt;
  bool isLast = (layout == ImageLayout::NHWC) != difference.reshaped;
  recipe->layout = isLast ? ImageLayout::NHWC : ImageLayout::NCHW;
  recipe->transposeHW ^= difference.order == Order::TransposedHW;
  return recipe;
}

} // namespace

std::optional<FedRecipe> searchFedRecipe(const NormalPair &pair, const Alignment &alignment,
                                         const PictureArgument &picture, size_t count,
                                         Module &module, PassContext &context) {
  std::vector<std::pair<double, Recipe>> fitting;
  std::optional<Recipe> given = fixcon::recipeOf(module, "source");
  if (!given || given->dtype != RecipeDType::F32 || given->channels == Channels::Gray)
    return std::nullopt;
  const std::string &argument = picture.value->name();
  for (const Recipe &variant : resizeVariants(*given)) {
    if (context.mustStop())
      break;
    setRecipe(module, "source", variant);
    FedSamples samples = FedSamples::load(pair, alignment, module, context, count);
    auto difference =
        samples.empty() ? std::nullopt
                        : compareArrays(FedSamples::of(samples.wanted, argument),
                                        FedSamples::of(samples.own, argument), picture.channelAxis);
    if (!difference || difference->map.rest > difference->tolerance)
      continue;
    if (auto recipe = recipeOf(*difference, variant, inputLayoutOf(*pair.target)))
      fitting.emplace_back(difference->map.rest, *recipe);
  }
  setRecipe(module, "source", *given);
  if (fitting.empty())
    return std::nullopt;
  std::ranges::stable_sort(fitting, {}, &std::pair<double, Recipe>::first);
  FedRecipe found{fitting.front().second, {}};
  constexpr double tie = 1e-5;
  for (size_t k = 1; k < fitting.size(); ++k)
    if (fitting[k].first < 1.05 * fitting.front().first + tie)
      found.ties.push_back(fitting[k].second);
  return found;
}

} // namespace fixcon

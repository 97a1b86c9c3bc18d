// Finding and repair of a preprocessing fault speak of the same recipe.
#include "fixcon/Localize/Feeding.h"

#include "fixcon/Data/RecipeRecord.h"

namespace fixcon {

ImageLayout inputLayoutOf(const Graph &model) {
  for (const auto &argument : model.arguments())
    if (auto layout = imageLayoutOf(argument->type()))
      return *layout;
  return ImageLayout::NCHW;
}

std::optional<Recipe> recipeForTarget(const Module &module) {
  std::optional<Recipe> source = recipeOf(module, "source"), target = recipeOf(module, "target");
  const Graph *model = module.graph("target");
  if (!source || !target || !model)
    return std::nullopt;
  // Where the target's recipe leaves the layout to the model, so does the repaired one.
  source->layout =
      target->layout == ImageLayout::FromModel ? ImageLayout::FromModel : inputLayoutOf(*model);
  return source;
}

std::string recipeInWords(Recipe recipe, const Graph &model) {
  if (recipe.layout == inputLayoutOf(model))
    recipe.layout = ImageLayout::FromModel;
  return presetNameOf(recipe).value_or(toShortJson(recipe));
}

} // namespace fixcon

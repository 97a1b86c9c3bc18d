// Recipes of preprocessing in our own form and in those that are published beside models: a text is refused with a
// diagnostic, or what it means is written and read as the same.
#include "Target.h"

#include "fixcon/Data/Recipe.h"

namespace fixcon {

void fuzzOne(std::string_view input) {
  Diagnostics diags;
  auto recipe = recipeFromJson(input, "recipe.json", diags);
  mustHold(succeeded(recipe) || diags.errorCount(), "refused without a diagnostic");
  if (failed(recipe))
    return;
  std::string text = toJson(*recipe);
  auto again = recipeFromJson(text, "again.json", diags);
  mustHold(succeeded(again) && *again == *recipe, "read back as another recipe", text);
}

} // namespace fixcon

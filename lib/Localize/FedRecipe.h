// The recipe behind arrays that were made from known pictures.
#pragma once

#include "FedSamples.h"
#include "fixcon/Data/Recipe.h"

namespace fixcon {

struct FedRecipe {
  Recipe recipe;
  std::vector<Recipe> ties; ///< that make the same of these pictures
};

/// The source is fed pictures and the target arrays: the way of resizing, order of channels and axes and the
/// numbers by which the one become the other. nullopt if there is none among resizeVariants(). Loads the samples
/// once for each of them.
std::optional<FedRecipe> searchFedRecipe(const NormalPair &pair, const Alignment &alignment,
                                         const PictureArgument &picture, size_t count,
                                         Module &module, PassContext &context);

} // namespace fixcon

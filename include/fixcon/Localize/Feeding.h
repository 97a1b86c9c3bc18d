// How the target should be fed.
#pragma once

#include "fixcon/Data/Recipe.h"
#include "fixcon/IR/Module.h"

namespace fixcon {

/// The layout in which the first argument that can hold a picture holds it; NCHW if there is none.
ImageLayout inputLayoutOf(const Graph &model);

/// The source's recipe in the target's layout: what a target that expects the source's input is fed by.
/// nullopt unless both recipes are recorded.
std::optional<Recipe> recipeForTarget(const Module &module);

/// For people: the preset that means the same, else short JSON; a layout that is the model's own is left out.
std::string recipeInWords(Recipe recipe, const Graph &model);

} // namespace fixcon

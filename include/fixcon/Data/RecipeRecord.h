// Recipes as records of a module, field by field as in JSON, those of the steps beside the others (`resize`
// and `pad` are their sizes, the other fields of a pad begin with `pad_`):
//
//   preprocess @target {resize = [224, 224], filter = "bilinear", scale = 0.0078, mean = [1.0, 1.0, 1.0]}
//
// A field that is absent says what it says in JSON.
#pragma once

#include "fixcon/Data/Recipe.h"
#include "fixcon/IR/Module.h"

namespace fixcon {

/// The recipe recorded for a graph; nullopt if there is none (or after a diagnostic).
std::optional<Recipe> recipeOf(const Module &module, std::string_view graph);
/// Replaces or adds the record.
void setRecipe(Module &module, const std::string &graph, const Recipe &recipe);

/// How a picture lies in an argument of this type: rank 4 with 1 or 3 channels in axis 1 or axis 3;
/// nullopt if it cannot hold one.
std::optional<ImageLayout> imageLayoutOf(const Type &type);

/// The fields in which two recipes for an input of `layout` differ in meaning: "normalization",
/// "channels", "layout", "transpose_hw", "resize", "crop", "pad", "dtype". Two spellings of one map (scale
/// against std, `rounded` with antialias) are equal; numbers are compared to 1e-5.
std::vector<std::string> differingFields(const Recipe &a, const Recipe &b, ImageLayout layout);

} // namespace fixcon

// The other ways in which pictures come to a size.
#pragma once

#include "fixcon/Data/Recipe.h"

#include <vector>

namespace fixcon {

/// `recipe` first, then with other filters, with and without antialias and rounding, and with other crops that
/// give the same size: the whole picture squashed, the shorter side resized to the crop's or to 8/7 of it, and the
/// crop of an odd rest begun up and left. `recipe` alone if it resizes to no size, or so that sizes differ.
std::vector<Recipe> resizeVariants(const Recipe &recipe);

} // namespace fixcon

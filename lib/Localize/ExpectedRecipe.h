// Which recipe makes the numbers that a target expects.
#pragma once

#include "FeedSolver.h"
#include "fixcon/Data/Recipe.h"

namespace fixcon {

/// The recipe whose numbers are those of `fed` under the map, if its normalisation is in use somewhere;
/// nullopt also if the map is of no order of channels that a recipe has.
std::optional<Recipe> recipeUnder(const Recipe &fed, const ChannelMap &map);

/// `recipe` with every other normalisation in use, in both orders of the channels.
std::vector<Recipe> otherNormalizations(const Recipe &recipe);

/// What `to` makes of the pixels of which `from` made `tensor`, of three channels at `channelAxis`, if the two
/// differ in normalisation and order of channels alone.
Tensor renormalized(const Tensor &tensor, const Recipe &from, const Recipe &to, size_t channelAxis);

/// Whether the map takes the numbers of one normalisation in use to those of one, in either order of channels.
bool isBetweenNormalizations(const ChannelMap &map);

} // namespace fixcon

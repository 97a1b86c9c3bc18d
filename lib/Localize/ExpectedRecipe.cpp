// Numbers that nobody trains with are no recipe: a factor of two may as well be a fault of the file.
#include "ExpectedRecipe.h"

#include "fixcon/Data/RecipeRecord.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

using Triple = std::array<double, 3>;

/// value = pixel * factor + offset, by channel.
struct Normalization {
  Triple factor, offset;

  explicit Normalization(const Recipe &recipe) {
    for (size_t c = 0; c < 3; ++c) {
      factor[c] = recipe.scale / recipe.std[c];
      offset[c] = -recipe.mean[c] / recipe.std[c];
    }
  }
  Normalization under(const ChannelMap &map) const {
    Normalization out = *this;
    for (size_t c = 0; c < 3; ++c) {
      out.factor[c] = map.factor[c] * factor[map.from[c]];
      out.offset[c] = map.offset[c] + map.factor[c] * offset[map.from[c]];
    }
    return out;
  }
  /// On the pixels 0..255.
  bool isNear(const Normalization &other) const {
    constexpr double tolerance = 1e-3;
    for (size_t c = 0; c < 3; ++c)
      if (std::fabs(factor[c] - other.factor[c]) > tolerance * std::fabs(other.factor[c]) ||
          std::fabs(offset[c] - other.offset[c]) > tolerance * 255 * std::fabs(other.factor[c]))
        return false;
    return true;
  }
};

bool isReversed(const ChannelMap &map) { return map.from == std::array<size_t, 3>{2, 1, 0}; }
bool keepsChannels(const ChannelMap &map) { return map.from == std::array<size_t, 3>{0, 1, 2}; }

Recipe withChannelsReversed(Recipe recipe) {
  recipe.channels = recipe.channels == Channels::RGB ? Channels::BGR : Channels::RGB;
  reverseChannels(recipe);
  if (recipe.pad)
    std::swap(recipe.pad->value[0], recipe.pad->value[2]);
  return recipe;
}

Recipe normalizedAs(Recipe recipe, const Recipe &known) {
  recipe.scale = known.scale;
  recipe.mean = known.mean;
  recipe.std = known.std;
  return recipe;
}

} // namespace

std::optional<Recipe> recipeUnder(const Recipe &fed, const ChannelMap &map) {
  if (!isReversed(map) && !keepsChannels(map))
    return std::nullopt;
  Recipe recipe = isReversed(map) ? withChannelsReversed(fed) : fed;
  Normalization wanted = Normalization(fed).under(map);
  std::vector<Recipe> candidates = knownNormalizations();
  candidates.insert(candidates.begin(), recipe);
  for (const Recipe &known : candidates)
    if (wanted.isNear(Normalization(known)))
      return normalizedAs(recipe, known);
  return std::nullopt;
}

std::vector<Recipe> otherNormalizations(const Recipe &recipe) {
  std::vector<Recipe> others;
  for (const Recipe &ordered : {recipe, withChannelsReversed(recipe)}) {
    std::vector<Recipe> known = knownNormalizations();
    known.insert(known.begin(), ordered);
    for (const Recipe &normalization : known) {
      Recipe other = normalizedAs(ordered, normalization);
      bool isNew = std::ranges::none_of(others, [&](const Recipe &r) {
        return differingFields(r, other, ImageLayout::NCHW).empty();
      });
      if (isNew && !differingFields(recipe, other, ImageLayout::NCHW).empty())
        others.push_back(other);
    }
  }
  return others;
}

Tensor renormalized(const Tensor &tensor, const Recipe &from, const Recipe &to,
                    size_t channelAxis) {
  Normalization before(from), after(to);
  int64_t inner = 1;
  for (size_t axis = channelAxis + 1; axis < tensor.rank(); ++axis)
    inner *= tensor.shape()[axis];
  Tensor out(DType::F64, tensor.shape());
  auto data = out.mutableData<double>();
  for (int64_t i = 0; i < tensor.size(); ++i) {
    auto c = static_cast<size_t>(i / inner % 3);
    size_t other = from.channels == to.channels ? c : 2 - c;
    int64_t at = i + (static_cast<int64_t>(other) - static_cast<int64_t>(c)) * inner;
    double pixel = (tensor.toDouble(at) - before.offset[other]) / before.factor[other];
    data[static_cast<size_t>(i)] = pixel * after.factor[c] + after.offset[c];
  }
  return out;
}

bool isBetweenNormalizations(const ChannelMap &map) {
  if (!isReversed(map) && !keepsChannels(map))
    return false;
  std::vector<Recipe> known = knownNormalizations();
  return std::ranges::any_of(known, [&](const Recipe &from) {
    Normalization mapped = Normalization(from).under(map);
    return std::ranges::any_of(known,
                               [&](const Recipe &to) { return mapped.isNear(Normalization(to)); });
  });
}

} // namespace fixcon

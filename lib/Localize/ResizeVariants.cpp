// What libraries offer for one and the same size, filters before crops: each costs one resize of the pictures.
#include "ResizeVariants.h"

#include <algorithm>

namespace fixcon {
namespace {

/// How the library resizes: filter, antialias, rounded.
constexpr struct {
  Filter filter;
  bool antialias, rounded;
} ways[] = {
    {Filter::Bilinear, true, true},  {Filter::Bicubic, true, true},
    {Filter::Area, true, true},      {Filter::Lanczos, true, true},
    {Filter::Hamming, true, true},   {Filter::Nearest, true, true},
    {Filter::Bilinear, false, true}, {Filter::Bilinear, false, false},
    {Filter::Bicubic, false, true},  {Filter::Bicubic, false, false},
    {Filter::Area, false, true},     {Filter::Area, false, false},
    {Filter::Nearest, false, true},
};

std::vector<Recipe> geometries(const Recipe &recipe) {
  std::vector<Recipe> out{recipe};
  const ResizeStep &step = *recipe.resize;
  std::array<int64_t, 2> size =
      recipe.crop.value_or(std::array<int64_t, 2>{step.height, step.width});
  auto add = [&](int64_t height, int64_t width, bool crops, CropOffset offset) {
    Recipe other = recipe;
    other.resize->height = height;
    other.resize->width = width;
    other.crop = crops ? std::optional(size) : std::nullopt;
    other.cropOffset = offset;
    if (std::ranges::find(out, other) == out.end())
      out.push_back(other);
  };
  add(size[0], size[1], false, CropOffset::Even);
  int64_t shorter = std::max(size[0], size[1]);
  for (CropOffset offset : {CropOffset::Even, CropOffset::Down}) {
    if (recipe.crop)
      add(step.height, step.width, true, offset);
    add(shorter, 0, true, offset);
    add(shorter * 8 / 7, 0, true, offset);
  }
  return out;
}

} // namespace

std::vector<Recipe> resizeVariants(const Recipe &recipe) {
  bool isPlain = recipe.resize && recipe.resize->height && !recipe.resize->keepAspect &&
                 recipe.resize->multiple == 1 && !recipe.pad &&
                 (recipe.crop || recipe.resize->width);
  std::vector<Recipe> out{recipe};
  if (!isPlain)
    return out;
  for (const Recipe &geometry : geometries(recipe)) {
    if (geometry != recipe)
      out.push_back(geometry);
    for (const auto &[filter, antialias, rounded] : ways) {
      Recipe other = geometry;
      other.resize->filter = filter;
      other.resize->antialias = antialias;
      other.resize->rounded = rounded;
      if (std::ranges::find(out, other) == out.end())
        out.push_back(other);
    }
  }
  return out;
}

} // namespace fixcon

#include "fixcon/Data/RecipeRecord.h"

#include <cmath>

namespace fixcon {

static const Record *recordOf(const Module &module, std::string_view graph) {
  for (const Record &r : module.records())
    if (r.kind == "preprocess" && r.subject.graph == graph)
      return &r;
  return nullptr;
}

std::optional<Recipe> recipeOf(const Module &module, std::string_view graph) {
  const Record *r = recordOf(module, graph);
  const std::string *text = r ? r->attrs.get<std::string>("recipe") : nullptr;
  if (!text)
    return std::nullopt;
  auto recipe = recipeFromJson(*text, r->location.file, module.diagnostics());
  if (failed(recipe))
    return std::nullopt;
  return *recipe;
}

void setRecipe(Module &module, const std::string &graph, const Recipe &recipe) {
  for (Record &r : module.records())
    if (r.kind == "preprocess" && r.subject.graph == graph) {
      r.attrs.set("recipe", toJson(recipe));
      return;
    }
  Record r;
  r.kind = "preprocess";
  r.subject = {graph, ""};
  r.attrs.set("recipe", toJson(recipe));
  module.records().push_back(std::move(r));
}

std::optional<ImageLayout> imageLayoutOf(const Type &type) {
  if (!type.isTensor() || !type.isRanked() || type.rank() != 4)
    return std::nullopt;
  auto holdsChannels = [&](size_t axis) {
    return type.dim(axis).isStatic() && (type.dim(axis).size() == 3 || type.dim(axis).size() == 1);
  };
  if (holdsChannels(1))
    return ImageLayout::NCHW;
  if (holdsChannels(3))
    return ImageLayout::NHWC;
  return std::nullopt;
}

/// value = pixel * a + b, channel by channel in the order of `channels`.
static bool sameNormalization(const Recipe &x, const Recipe &y) {
  auto near = [](double p, double q) {
    return std::fabs(p - q) <= 1e-5 * std::max({1e-3, std::fabs(p), std::fabs(q)});
  };
  for (size_t c = 0; c < 3; ++c)
    if (!near(x.scale / x.std[c], y.scale / y.std[c]) ||
        !near(x.mean[c] / x.std[c], y.mean[c] / y.std[c]))
      return false;
  return true;
}

static bool sameResize(const Recipe &x, const Recipe &y) {
  if (!x.resize || !y.resize)
    return !x.resize && !y.resize;
  ResizeStep a = *x.resize, b = *y.resize;
  if (a.antialias && b.antialias)
    a.rounded = b.rounded = true;
  return a == b;
}

std::vector<std::string> differingFields(const Recipe &a, const Recipe &b, ImageLayout layout) {
  auto resolved = [&](ImageLayout l) { return l == ImageLayout::FromModel ? layout : l; };
  std::vector<std::string> fields;
  if (a.dtype != b.dtype)
    fields.push_back("dtype");
  else if (a.dtype == RecipeDType::F32 && !sameNormalization(a, b))
    fields.push_back("normalization");
  if (a.channels != b.channels)
    fields.push_back("channels");
  if (resolved(a.layout) != resolved(b.layout))
    fields.push_back("layout");
  if (a.transposeHW != b.transposeHW)
    fields.push_back("transpose_hw");
  if (!sameResize(a, b))
    fields.push_back("resize");
  if (a.crop != b.crop)
    fields.push_back("crop");
  return fields;
}

} // namespace fixcon

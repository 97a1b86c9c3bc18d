// JSON is the form in which recipes are checked; a record goes through it, so that there is one set of
// rules.
#include "fixcon/Data/RecipeRecord.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace fixcon {

using Json = nlohmann::ordered_json;

static const Record *recordOf(const Module &module, std::string_view graph) {
  for (const Record &r : module.records())
    if (r.kind == "preprocess" && r.subject.graph == graph)
      return &r;
  return nullptr;
}

namespace {

struct ToJson {
  Json operator()(bool v) const { return v; }
  Json operator()(int64_t v) const { return v; }
  Json operator()(double v) const { return v; }
  Json operator()(const std::string &v) const { return v; }
  Json operator()(const Attribute::Ints &v) const { return v; }
  Json operator()(const Attribute::Floats &v) const { return v; }
  /// Of no kind that a field of a recipe can have.
  template <class T> Json operator()(const T &) const { return Json::object(); }
};

/// Where a field of a step stands in a record.
struct FlatField {
  std::string_view flat, step, field;
};
constexpr FlatField flatFields[] = {
    {"resize", "resize", "size"},
    {"filter", "resize", "filter"},
    {"antialias", "resize", "antialias"},
    {"rounded", "resize", "rounded"},
    {"keep_aspect", "resize", "keep_aspect"},
    {"multiple", "resize", "multiple"},
    {"multiple_rounding", "resize", "multiple_rounding"},
    {"pad", "pad", "size"},
    {"pad_multiple", "pad", "multiple"},
    {"pad_value", "pad", "value"},
    {"pad_place", "pad", "place"},
};

Json jsonOf(const AttrDict &attrs) {
  Json recipe = Json::object();
  for (const auto &[name, value] : attrs) {
    Json json = std::visit(ToJson(), value.value());
    const auto *flat = std::ranges::find(flatFields, std::string_view(name), &FlatField::flat);
    if (flat == std::end(flatFields))
      recipe[name] = std::move(json);
    else
      recipe[std::string(flat->step)][std::string(flat->field)] = std::move(json);
  }
  return recipe;
}

Attribute attributeOf(const Json &json) {
  if (json.is_boolean())
    return json.get<bool>();
  if (json.is_number_integer())
    return json.get<int64_t>();
  if (json.is_number())
    return json.get<double>();
  if (json.is_string())
    return json.get<std::string>();
  if (!json.empty() && json[0].is_number_integer())
    return json.get<Attribute::Ints>();
  return json.get<Attribute::Floats>();
}

AttrDict attrsOf(const Recipe &recipe) {
  AttrDict attrs;
  Json whole = Json::parse(toJson(recipe));
  auto set = [&](std::string_view name, const Json &value) {
    if (!value.is_null())
      attrs.set(name, attributeOf(value));
  };
  for (const auto &[name, value] : whole.items())
    if (!value.is_object())
      set(name, value);
  for (const auto &[flat, step, field] : flatFields)
    if (const Json &fields = whole[std::string(step)]; fields.is_object())
      set(flat, fields[std::string(field)]);
  return attrs;
}

} // namespace

std::optional<Recipe> recipeOf(const Module &module, std::string_view graph) {
  const Record *r = recordOf(module, graph);
  if (!r)
    return std::nullopt;
  std::string complaint;
  Diagnostics caught([&](const Diagnostic &d) { complaint = d.message; });
  auto recipe = recipeFromJson(jsonOf(r->attrs).dump(), r->location.file, caught);
  if (succeeded(recipe))
    return *recipe;
  (void)(module.diagnostics().error(r->location).code("IR-record") << complaint);
  return std::nullopt;
}

void setRecipe(Module &module, const std::string &graph, const Recipe &recipe) {
  for (Record &r : module.records())
    if (r.kind == "preprocess" && r.subject.graph == graph) {
      r.attrs = attrsOf(recipe);
      return;
    }
  Record r;
  r.kind = "preprocess";
  r.subject = {graph, ""};
  r.attrs = attrsOf(recipe);
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
  if (a.crop != b.crop || (a.crop && a.cropOffset != b.cropOffset))
    fields.push_back("crop");
  if (a.pad != b.pad)
    fields.push_back("pad");
  return fields;
}

} // namespace fixcon

// The recipes that have a name. They say nothing about the layout: the model's input decides it.
#include "fixcon/Data/RecipeRecord.h"

namespace fixcon {

namespace {
struct Preset {
  std::string_view name;
  Recipe (*make)();
};
} // namespace

/// imagenet_utils.preprocess_input(x, mode="torch"): no resize.
static Recipe kerasTorch() {
  Recipe r;
  r.scale = 1.0 / 255;
  r.mean = imageNetMean;
  r.std = imageNetStd;
  return r;
}

/// Resize(256), CenterCrop(224), ToTensor(), Normalize(ImageNet).
static Recipe torchvision() {
  Recipe r = kerasTorch();
  r.resize = ResizeStep{};
  r.resize->height = 256;
  r.crop = {224, 224};
  return r;
}

/// imagenet_utils.preprocess_input(x, mode="tf"): -1 to 1.
static Recipe kerasTF() {
  Recipe r;
  r.scale = 1 / 127.5;
  r.mean = {1, 1, 1};
  return r;
}

/// imagenet_utils.preprocess_input(x, mode="caffe"): BGR minus the mean, not scaled.
static Recipe kerasCaffe() {
  Recipe r;
  r.channels = Channels::BGR;
  r.mean = {103.939, 116.779, 123.68};
  return r;
}

static Recipe tfliteUInt8() {
  Recipe r;
  r.dtype = RecipeDType::U8;
  return r;
}

static Recipe none() { return {}; }

static constexpr Preset presets[] = {
    {"torchvision", torchvision}, {"keras-tf", kerasTF},         {"keras-torch", kerasTorch},
    {"keras-caffe", kerasCaffe},  {"tflite-uint8", tfliteUInt8}, {"none", none},
};

std::vector<std::string> presetNames() {
  std::vector<std::string> names;
  for (const Preset &p : presets)
    names.emplace_back(p.name);
  return names;
}

FailureOr<Recipe> preset(std::string_view name) {
  for (const Preset &p : presets)
    if (p.name == name)
      return p.make();
  return failure();
}

namespace {
/// value = (pixel * scale - mean) / std.
struct Normalization {
  double scale;
  std::array<double, 3> mean, std;
};
} // namespace

/// Those that published models were trained with, besides the presets'.
static constexpr Normalization trained[] = {
    {1, {0, 0, 0}, {1, 1, 1}},
    {1.0 / 255, {0, 0, 0}, {1, 1, 1}},
    {1 / 127.5, {1, 1, 1}, {1, 1, 1}},
    {1, {127, 127, 127}, {128, 128, 128}},
    {1, {128, 128, 128}, {1, 1, 1}},
    {1, {128, 128, 128}, {128, 128, 128}},
    {1.0 / 255, imageNetMean, imageNetStd},
    {1, {123.68, 116.779, 103.939}, {1, 1, 1}},
    {1.0 / 255, {0.48145466, 0.4578275, 0.40821073}, {0.26862954, 0.26130258, 0.27577711}},
};

void reverseChannels(Recipe &recipe) {
  std::swap(recipe.mean[0], recipe.mean[2]);
  std::swap(recipe.std[0], recipe.std[2]);
}

std::vector<Recipe> knownNormalizations() {
  std::vector<Recipe> known;
  for (const Normalization &n : trained) {
    Recipe recipe;
    recipe.scale = n.scale;
    recipe.mean = n.mean;
    recipe.std = n.std;
    known.push_back(recipe);
    if (n.mean[0] != n.mean[2]) {
      reverseChannels(recipe);
      known.push_back(recipe);
    }
  }
  return known;
}

std::optional<std::string> presetNameOf(const Recipe &recipe) {
  for (const Preset &p : presets)
    if (differingFields(recipe, p.make(), ImageLayout::FromModel).empty())
      return std::string(p.name);
  return std::nullopt;
}

} // namespace fixcon

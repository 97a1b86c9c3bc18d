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

std::optional<std::string> presetNameOf(const Recipe &recipe) {
  for (const Preset &p : presets)
    if (differingFields(recipe, p.make(), ImageLayout::FromModel).empty())
      return std::string(p.name);
  return std::nullopt;
}

} // namespace fixcon

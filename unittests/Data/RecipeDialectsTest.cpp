// Configurations of other tools become the recipe that means the same, or an error that names the field.
#include "TestFiles.h"

#include "fixcon/Data/Recipe.h"

namespace fixcon {

static std::string translated(std::string_view text) {
  Collected got;
  auto recipe = recipeFromJson(text, "c.json", got.diags);
  return succeeded(recipe) ? toJson(*recipe) : got.all();
}

/// The same recipe, in its own form.
static std::string own(std::string_view text) { return translated(text); }

TEST(RecipeDialects, HuggingFaceClip) {
  EXPECT_EQ(translated(R"({"image_processor_type": "CLIPImageProcessor", "do_resize": true,
    "size": {"shortest_edge": 224}, "resample": 3, "do_center_crop": true,
    "crop_size": {"height": 224, "width": 200}, "do_rescale": true, "rescale_factor": 0.5,
    "do_normalize": true, "image_mean": [1, 2, 3], "image_std": [4, 5, 6],
    "do_convert_rgb": true, "processor_class": "CLIPProcessor", "do_pad": false})"),
            own(R"({"resize": {"size": 224, "filter": "bicubic"}, "crop": [224, 200],
    "crop_offset": "down", "scale": 0.5, "mean": [1, 2, 3], "std": [4, 5, 6]})"));
}

TEST(RecipeDialects, HuggingFaceNumbersMeanWhatTheProcessorSays) {
  constexpr const char *mean = R"("do_normalize": false, "do_rescale": false)";
  auto with = [&](const std::string &fields) {
    return translated("{" + fields + "," + mean + "}");
  };
  EXPECT_EQ(with(R"("feature_extractor_type": "ViTFeatureExtractor", "size": 32)"),
            own(R"({"resize": {"size": [32, 32]}})"));
  EXPECT_EQ(
      with(R"("feature_extractor_type": "CLIPFeatureExtractor", "size": 32, "crop_size": 30)"),
      own(R"({"resize": {"size": 32, "filter": "bicubic"}, "crop": [30, 30],
                    "crop_offset": "down"})"));
  EXPECT_EQ(with(R"("image_processor_type": "ConvNextImageProcessor", "size": {"shortest_edge": 28},
                    "resample": 2)"),
            own(R"({"resize": {"size": 32}, "crop": [28, 28], "crop_offset": "down"})"));
  EXPECT_EQ(
      with(R"("image_processor_type": "ConvNextImageProcessor", "size": {"shortest_edge": 384},
                    "resample": 2)"),
      own(R"({"resize": {"size": [384, 384]}})"));
  EXPECT_EQ(with(R"("do_resize": false, "do_flip_channel_order": true)"),
            own(R"({"channels": "bgr"})"));
}

TEST(RecipeDialects, Timm) {
  EXPECT_EQ(translated(R"({"architecture": "resnet", "num_classes": 10, "pretrained_cfg": {
    "input_size": [3, 224, 224], "interpolation": "bicubic", "crop_pct": 0.95,
    "crop_mode": "center", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25],
    "first_conv": "conv1", "pool_size": [7, 7]}})"),
            own(R"({"resize": {"size": 235, "filter": "bicubic"}, "crop": [224, 224],
    "scale": 0.00392156862745098, "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]})"));
  EXPECT_EQ(translated(R"({"input_size": [3, 90, 180], "interpolation": "bilinear",
    "crop_pct": 0.9, "crop_mode": "squash"})"),
            own(R"({"resize": {"size": [100, 200]}, "crop": [90, 180],
    "scale": 0.00392156862745098, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]})"));
}

TEST(RecipeDialects, TorchVision) {
  EXPECT_EQ(translated(R"({"crop_size": [224], "resize_size": [256],
    "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
    "interpolation": "InterpolationMode.BILINEAR"})"),
            toJson(*preset("torchvision")));
}

TEST(RecipeDialects, WhatNoRecipeExpressesIsNamed) {
  constexpr std::pair<const char *, const char *> cases[] = {
      {R"({"do_resize": false, "do_normalize": true})", "field 'image_mean' is missing"},
      {R"({"do_resize": true, "do_normalize": false})", "field 'size' is missing"},
      {R"({"do_resize": true, "size": 8, "do_normalize": false})", "field 'resample' is missing"},
      {R"({"do_resize": false, "do_normalize": false, "do_pad": true})",
       "c.json:1:45: error: field 'do_pad' has no counterpart in a recipe"},
      {R"({"do_resize": false, "do_frobnicate": 1})", "field 'do_frobnicate' is unknown"},
      {R"({"image_processor_type": "SamImageProcessor"})", "steps are not known"},
      {R"({"do_resize": true, "size": {"shortest_edge": 8, "longest_edge": 9}})",
       "field 'longest_edge' is unknown"},
      {R"({"do_resize": true, "size": 8, "resample": 3, "do_center_crop": true, "crop_size": 8,
           "do_normalize": false})",
       "field 'size' is both sides to some processors"},
      {R"({"do_resize": true, "size": {"height": 8, "width": 8}, "resample": 9})",
       "field 'resample' must be a number of Pillow's"},
      {R"({"image_processor_type": "MobileViTImageProcessor", "do_resize": false,
           "do_center_crop": false, "do_normalize": true})",
       "field 'do_flip_channel_order' beside a normalisation"},
      {R"({"pretrained_cfg": {"crop_mode": "border"}})", "field 'crop_mode' must be one of"},
      {R"({"pretrained_cfg": {"input_size": [3, 8, 9]}})", "field 'input_size' of unequal sides"},
      {R"({"pretrained_cfg": {"crop_pct": 0}})", "field 'crop_pct' makes no size"},
      {R"({"pretrained_cfg": 3})", "field 'pretrained_cfg' must be an object"},
      {R"({"resize_size": 8, "antialias": false})", "field 'antialias'"},
      {R"({"resize_size": 8, "std": [0, 1, 1]})", "field 'std' must not be 0"},
  };
  for (const auto &[text, message] : cases)
    EXPECT_NE(translated(text).find(message), std::string::npos) << text << translated(text);
}

/// Blocks of JSON in the documentation.
static std::vector<std::string> examples() {
  std::string text = contentOf(FIXCON_SOURCE_DIR "/docs/Data.md");
  constexpr std::string_view begin = "```json\n", end = "```";
  std::vector<std::string> blocks;
  for (size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    at += begin.size();
    size_t stop = text.find(end, at);
    blocks.push_back(text.substr(at, stop - at));
    at = stop;
  }
  return blocks;
}

TEST(RecipeDialects, ExamplesOfTheDocumentationAreUnderstood) {
  EXPECT_GE(examples().size(), 5u);
  for (const std::string &example : examples()) {
    Collected got;
    EXPECT_TRUE(succeeded(recipeFromJson(example, "example", got.diags))) << example << got.all();
  }
}

} // namespace fixcon

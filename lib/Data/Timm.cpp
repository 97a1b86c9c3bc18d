// timm's pretrained_cfg, as it stands in the config.json of a published model: the picture is resized so that
// the input is `crop_pct` of it, cropped, and normalised. Missing fields have timm's own defaults.
#include "RecipeDialects.h"

#include <cmath>

namespace fixcon {

static constexpr Spelling<Filter> interpolations[] = {
    {Filter::Nearest, "nearest"}, {Filter::Bilinear, "bilinear"}, {Filter::Bicubic, "bicubic"},
    {Filter::Area, "box"},        {Filter::Lanczos, "lanczos"},   {Filter::Hamming, "hamming"}};

enum class CropMode : uint8_t { Center, Squash };
static constexpr Spelling<CropMode> cropModes[] = {{CropMode::Center, "center"},
                                                   {CropMode::Squash, "squash"}};

/// Height and width of [channels, height, width].
static std::array<int64_t, 2> inputSize(FieldReader &in, const Json &cfg) {
  const Json *size = FieldReader::find(cfg, "input_size");
  if (!size)
    return {224, 224};
  if (!size->is_array() || size->size() != 3 || (*size)[0] != 3) {
    in.fail("input_size", "must be a list of 3, height and width");
    return {1, 1};
  }
  return {in.side((*size)[1], "input_size"), in.side((*size)[2], "input_size")};
}

/// The side of which `side` is the part `crop_pct`.
static int64_t enlarged(FieldReader &in, int64_t side, double part) {
  double size = std::floor(static_cast<double>(side) / part);
  if (size >= 1 && size <= 65536)
    return static_cast<int64_t>(size);
  in.fail("crop_pct", "makes no size of a picture");
  return 1;
}

bool isTimm(const Json &object) {
  return object.contains("pretrained_cfg") ||
         (object.contains("input_size") &&
          (object.contains("interpolation") || object.contains("crop_pct")));
}

Recipe readTimm(FieldReader &in, const Json &object) {
  const Json *within = FieldReader::find(object, "pretrained_cfg");
  const Json &cfg = within ? *within : object;
  Recipe recipe;
  if (!cfg.is_object()) {
    in.fail("pretrained_cfg", "must be an object");
    return recipe;
  }
  in.checkNames(cfg, {"architecture",
                      "tag",
                      "custom_load",
                      "input_size",
                      "fixed_input_size",
                      "min_input_size",
                      "test_input_size",
                      "interpolation",
                      "crop_pct",
                      "test_crop_pct",
                      "crop_mode",
                      "mean",
                      "std",
                      "num_classes",
                      "pool_size",
                      "test_pool_size",
                      "first_conv",
                      "classifier",
                      "license",
                      "url",
                      "file",
                      "hf_hub_id",
                      "hf_hub_filename",
                      "source",
                      "origin_url",
                      "paper_name",
                      "paper_ids",
                      "notes",
                      "label_offset",
                      "label_names",
                      "label_descriptions",
                      "dataset",
                      "num_features",
                      "global_pool",
                      "model_args"});
  double part = 0.875;
  CropMode mode = CropMode::Center;
  ResizeStep step;
  step.filter = Filter::Bicubic;
  in.number(cfg, "crop_pct", part);
  in.word(cfg, "crop_mode", cropModes, mode);
  in.word(cfg, "interpolation", interpolations, step.filter);
  auto [height, width] = inputSize(in, cfg);
  if (mode == CropMode::Center && height != width)
    in.fail("input_size", "of unequal sides is translated with the crop mode 'squash' only");
  step.height = enlarged(in, height, part);
  step.width = mode == CropMode::Squash ? enlarged(in, width, part) : 0;
  recipe.resize = step;
  recipe.crop = {height, width};
  recipe.scale = 1.0 / 255;
  recipe.mean = imageNetMean;
  recipe.std = imageNetStd;
  in.triple(cfg, "mean", recipe.mean, false);
  in.triple(cfg, "std", recipe.std, false);
  return recipe;
}

} // namespace fixcon

// The arguments of torchvision's ImageClassification preset: Resize, CenterCrop, ToTensor, Normalize on a
// picture of Pillow's, where antialiasing is always on.
#include "RecipeDialects.h"

namespace fixcon {

/// Numbers also come as a list of one.
static int64_t sideOf(FieldReader &in, const Json &object, const char *field, int64_t silent) {
  const Json *size = FieldReader::find(object, field);
  if (!size)
    return silent;
  bool listed = size->is_array() && size->size() == 1;
  return in.side(listed ? (*size)[0] : *size, field);
}

bool isTorchVision(const Json &object) { return object.contains("resize_size"); }

Recipe readTorchVision(FieldReader &in, const Json &object) {
  static constexpr Spelling<Filter> interpolations[] = {
      {Filter::Bilinear, "bilinear"},
      {Filter::Bicubic, "bicubic"},
      {Filter::Nearest, "nearest"},
      {Filter::Bilinear, "InterpolationMode.BILINEAR"},
      {Filter::Bicubic, "InterpolationMode.BICUBIC"},
      {Filter::Nearest, "InterpolationMode.NEAREST"}};
  in.checkNames(object, {"crop_size", "resize_size", "mean", "std", "interpolation", "antialias"});
  Recipe recipe;
  ResizeStep step;
  step.height = sideOf(in, object, "resize_size", 256);
  in.word(object, "interpolation", interpolations, step.filter);
  in.flag(object, "antialias", step.antialias);
  if (!step.antialias)
    in.fail("antialias", "has no effect on pictures, and none in a recipe");
  recipe.resize = step;
  int64_t crop = sideOf(in, object, "crop_size", 224);
  recipe.crop = {crop, crop};
  recipe.scale = 1.0 / 255;
  recipe.mean = imageNetMean;
  recipe.std = imageNetStd;
  in.triple(object, "mean", recipe.mean, false);
  in.triple(object, "std", recipe.std, false);
  return recipe;
}

} // namespace fixcon

// Configurations of other tools that say how pictures are prepared. Each is told by its fields; what
// changes pixels and cannot be said by a recipe is an error that names the field.
#pragma once

#include "RecipeFields.h"

namespace fixcon {

/// preprocessor_config.json of Hugging Face: do_resize, image_mean, ...
bool isHuggingFace(const Json &object);
Recipe readHuggingFace(FieldReader &in, const Json &object);

/// timm's pretrained_cfg, alone or within config.json.
bool isTimm(const Json &object);
Recipe readTimm(FieldReader &in, const Json &object);

/// The arguments of torchvision's ImageClassification preset: crop_size, resize_size, mean, std.
bool isTorchVision(const Json &object);
Recipe readTorchVision(FieldReader &in, const Json &object);

} // namespace fixcon

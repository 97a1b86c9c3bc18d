// Preprocessing recipes: how a picture becomes the tensor that a model is fed.
#pragma once

#include "fixcon/Support/Diagnostic.h"
#include "fixcon/Tensor/Tensor.h"

#include <array>

namespace fixcon {

enum class Filter : uint8_t { Nearest, Bilinear, Bicubic, Area };
enum class Channels : uint8_t { RGB, BGR, Gray };
enum class ImageLayout : uint8_t { FromModel, NCHW, NHWC };
enum class RecipeDType : uint8_t { F32, U8, I8 };

struct ResizeStep {
  int64_t height = 0, width = 0; ///< width 0: `height` is the length of the shorter side
  Filter filter = Filter::Bilinear;
  bool antialias = true;
  bool rounded = true; ///< to 8 bits; only without antialias may it be false
  bool operator==(const ResizeStep &) const = default;
};

/// value = (pixel * scale - mean) / std per channel, in the order of `channels`; pixels are 0..255.
struct Recipe {
  std::optional<ResizeStep> resize;
  std::optional<std::array<int64_t, 2>> crop; ///< height, width of the centre
  double scale = 1;
  std::array<double, 3> mean{0, 0, 0}, std{1, 1, 1};
  Channels channels = Channels::RGB;
  ImageLayout layout = ImageLayout::FromModel;
  bool transposeHW = false;
  RecipeDType dtype = RecipeDType::F32;
  bool operator==(const Recipe &) const = default;
};

/// A preset by name, or a JSON file. Unknown fields and values are errors with a place.
FailureOr<Recipe> loadRecipe(const std::string &spec, Diagnostics &diags);
/// The recipe as JSON text, every field written, one line.
std::string toJson(const Recipe &recipe);
FailureOr<Recipe> recipeFromJson(std::string_view text, const std::string &file,
                                 Diagnostics &diags);
/// Names of the presets.
std::vector<std::string> presetNames();
FailureOr<Recipe> preset(std::string_view name);
/// The preset that means the same, if there is one.
std::optional<std::string> presetNameOf(const Recipe &recipe);

} // namespace fixcon

// Preprocessing recipes: how a picture becomes the tensor that a model is fed.
#pragma once

#include "fixcon/Support/Diagnostic.h"
#include "fixcon/Tensor/Tensor.h"

#include <array>

namespace fixcon {

/// The last two only with antialias.
enum class Filter : uint8_t { Nearest, Bilinear, Bicubic, Area, Lanczos, Hamming };
enum class Channels : uint8_t { RGB, BGR, Gray };
enum class ImageLayout : uint8_t { FromModel, NCHW, NHWC };
enum class RecipeDType : uint8_t { F32, U8, I8 };
enum class SizeRounding : uint8_t { Nearest, Down, Up };
/// Where the half pixel of an odd rest goes: to the even offset, or always up and left.
enum class CropOffset : uint8_t { Even, Down };
enum class Placement : uint8_t { Centre, TopLeft };

struct ResizeStep {
  /// Width 0: `height` is the length of the shorter side; both 0: the picture's own size.
  int64_t height = 0, width = 0;
  Filter filter = Filter::Bilinear;
  bool antialias = true;
  bool rounded = true; ///< to 8 bits; only without antialias may it be false
  /// The largest size of the picture's own proportions that fits in height and width.
  bool keepAspect = false;
  int64_t multiple = 1; ///< both sides are then made a multiple of this
  SizeRounding multipleRounding = SizeRounding::Nearest;
  bool operator==(const ResizeStep &) const = default;
};

/// A border around the picture, after the crop.
struct PadStep {
  int64_t height = 0, width = 0; ///< 0: the picture's own
  int64_t multiple = 1;          ///< both sides grow to the next multiple
  Placement place = Placement::Centre;
  std::array<double, 3> value{0, 0, 0}; ///< a pixel, 0..255, in the order of `channels`
  bool operator==(const PadStep &) const = default;
};

/// value = (pixel * scale - mean) / std per channel, in the order of `channels`; pixels are 0..255.
struct Recipe {
  std::optional<ResizeStep> resize;
  std::optional<std::array<int64_t, 2>> crop; ///< height, width of the centre
  CropOffset cropOffset = CropOffset::Even;
  std::optional<PadStep> pad;
  double scale = 1;
  std::array<double, 3> mean{0, 0, 0}, std{1, 1, 1};
  Channels channels = Channels::RGB;
  ImageLayout layout = ImageLayout::FromModel;
  bool transposeHW = false;
  RecipeDType dtype = RecipeDType::F32;
  bool operator==(const Recipe &) const = default;
};

/// Of the pictures of ImageNet, 0 to 1: what most published models were trained with.
inline constexpr std::array<double, 3> imageNetMean{0.485, 0.456, 0.406};
inline constexpr std::array<double, 3> imageNetStd{0.229, 0.224, 0.225};

/// A preset by name, or a JSON file: a recipe, or a configuration that recipeFromJson() translates.
FailureOr<Recipe> loadRecipe(const std::string &spec, Diagnostics &diags);
/// The recipe as JSON text, every field written, one line.
std::string toJson(const Recipe &recipe);
/// The same without the fields that hold what their absence says, for people.
std::string toShortJson(const Recipe &recipe);
/// A recipe, or what Hugging Face, timm or torchvision publish beside a model, told by its fields.
/// Unknown fields and values, and fields that no recipe can express, are errors with a place.
FailureOr<Recipe> recipeFromJson(std::string_view text, const std::string &file,
                                 Diagnostics &diags);
/// Names of the presets.
std::vector<std::string> presetNames();
FailureOr<Recipe> preset(std::string_view name);
/// Scale, mean and std that published models were trained with, for either order of the channels.
std::vector<Recipe> knownNormalizations();
/// Mean and std for the channels in the other order.
void reverseChannels(Recipe &recipe);
/// The preset that means the same, if there is one.
std::optional<std::string> presetNameOf(const Recipe &recipe);

} // namespace fixcon

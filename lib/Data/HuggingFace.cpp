// preprocessor_config.json of Hugging Face's image processors: resize, centre crop, rescale, normalise, in
// that order. What a missing field means depends on the processor, so only processors in the table below are
// taken; where none is named, all fields that decide about pixels must be there.
#include "RecipeDialects.h"

#include <algorithm>

namespace fixcon {

namespace {

/// What a processor does where its configuration is silent.
struct Processor {
  std::string_view stem; ///< of its class name
  bool numberIsSquare;   ///< a number as size: both sides, else the shorter one
  int resample;          ///< Pillow's number; -1 where releases disagree
  bool crops;
};

constexpr Processor processors[] = {
    {"ViT", true, 2, false},         {"DeiT", true, 3, true},
    {"Beit", true, 3, false},        {"CLIP", false, 3, true},
    {"ChineseCLIP", false, 3, true}, {"Bit", false, 3, true},
    {"Siglip", false, 3, false},     {"Blip", true, 3, false},
    {"Segformer", true, 2, false},   {"MobileNetV1", false, 2, true},
    {"MobileNetV2", false, 2, true}, {"MobileViT", false, -1, true},
    {"Pvt", true, -1, false},        {"ConvNext", false, -1, false},
};

/// Pillow's numbers are their places here.
constexpr Filter resampling[] = {Filter::Nearest, Filter::Lanczos, Filter::Bilinear,
                                 Filter::Bicubic, Filter::Area,    Filter::Hamming};

/// Switches that change pixels in ways that no recipe expresses; harmless while they are off.
constexpr const char *foreignSwitches[] = {
    "do_pad",      "do_thumbnail",      "do_align_long_axis", "rescale_offset",
    "include_top", "keep_aspect_ratio", "do_crop_margin",     "do_image_splitting"};

std::string_view withoutSuffix(std::string_view text, std::string_view suffix) {
  return text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text;
}

class Reader {
public:
  Reader(FieldReader &in, const Json &object) : in(in), object(object) {}

  Recipe read() {
    checkFields();
    readType();
    readSize();
    readCrop();
    readNumbers();
    return std::move(recipe);
  }

private:
  void checkFields() {
    in.checkNames(object, {"image_processor_type",
                           "feature_extractor_type",
                           "processor_class",
                           "_processor_class",
                           "do_resize",
                           "size",
                           "resample",
                           "do_center_crop",
                           "crop_size",
                           "crop_pct",
                           "do_rescale",
                           "rescale_factor",
                           "do_normalize",
                           "image_mean",
                           "image_std",
                           "do_convert_rgb",
                           "do_flip_channel_order",
                           "do_pad",
                           "do_thumbnail",
                           "do_align_long_axis",
                           "rescale_offset",
                           "include_top",
                           "keep_aspect_ratio",
                           "do_crop_margin",
                           "do_image_splitting",
                           "do_reduce_labels",
                           "reduce_labels",
                           "data_format",
                           "input_data_format",
                           "return_tensors",
                           "device",
                           "disable_grouping",
                           "default_to_square"});
    for (const char *field : foreignSwitches)
      if (const Json *value = FieldReader::find(object, field); value && *value != false)
        in.fail(field, "has no counterpart in a recipe");
  }

  void readType() {
    const char *field = FieldReader::find(object, "image_processor_type")
                            ? "image_processor_type"
                            : "feature_extractor_type";
    auto type = in.string(object, field);
    if (!type)
      return;
    std::string_view stem = *type;
    stem = withoutSuffix(withoutSuffix(stem, "Fast"), "Pil");
    stem = withoutSuffix(withoutSuffix(stem, "ImageProcessor"), "FeatureExtractor");
    processor = std::ranges::find(processors, stem, &Processor::stem);
    if (processor == std::end(processors)) {
      processor = nullptr;
      in.fail(field, "names a processor whose steps are not known");
    }
  }

  bool isType(std::string_view stem) const { return processor && processor->stem == stem; }

  /// A switch that all processors of the table have on, or the value given.
  bool isOn(const char *field, bool silent) {
    in.flag(object, field, silent);
    return silent;
  }

  void readSize() {
    if (!isOn("do_resize", true))
      return;
    const Json *size = FieldReader::find(object, "size");
    if (!size)
      return in.fail("size", "is missing: the picture is to be resized");
    ResizeStep step;
    readEdges(*size, step);
    step.filter = filter();
    recipe.resize = step;
    if (isType("ConvNext"))
      enlargeForCrop(*recipe.resize);
    else if (FieldReader::find(object, "crop_pct"))
      in.fail("crop_pct", "has no counterpart in a recipe for this processor");
  }

  void readEdges(const Json &size, ResizeStep &step) {
    if (size.is_object()) {
      in.checkNames(size, {"height", "width", "shortest_edge"});
      const Json *shortest = FieldReader::find(size, "shortest_edge");
      const Json *height = FieldReader::find(size, "height"),
                 *width = FieldReader::find(size, "width");
      if (shortest && !height && !width)
        step.height = in.side(*shortest, "shortest_edge");
      else if (height && width && !shortest) {
        step.height = in.side(*height, "height");
        step.width = in.side(*width, "width");
      } else
        in.fail("size", "must hold height and width, or shortest_edge");
      return;
    }
    step.height = in.side(size, "size");
    bool square = processor ? processor->numberIsSquare : !isOn("do_center_crop", false);
    if (isOn("default_to_square", square))
      step.width = step.height;
    else if (!processor && FieldReader::find(object, "do_center_crop"))
      in.fail("size", "is both sides to some processors and the shorter one to others: write "
                      "{\"shortest_edge\": ...} or {\"height\": ..., \"width\": ...}");
  }

  Filter filter() {
    const Json *given = FieldReader::find(object, "resample");
    if (!given && (!processor || processor->resample < 0))
      in.fail("resample", "is missing, and no processor is named that says it");
    if (given && (!given->is_number_unsigned() || given->get<uint64_t>() >= std::size(resampling)))
      in.fail("resample", "must be a number of Pillow's, 0 to 5");
    if (!in.good())
      return Filter::Bilinear;
    return resampling[given ? given->get<size_t>() : static_cast<size_t>(processor->resample)];
  }

  /// ConvNeXt resizes small pictures to a larger size, of which the crop is the given part.
  void enlargeForCrop(ResizeStep &step) {
    if (step.width)
      return in.fail("size", "must be shortest_edge for this processor");
    double part = 224.0 / 256;
    in.number(object, "crop_pct", part);
    constexpr int64_t squashedFrom = 384;
    int64_t side = step.height;
    if (side >= squashedFrom) {
      step.width = side;
      return;
    }
    double enlarged = static_cast<double>(side) / part;
    if (!(enlarged >= 1 && enlarged <= 65536))
      return in.fail("crop_pct", "makes no size of a picture");
    step.height = static_cast<int64_t>(enlarged);
    recipe.crop = {side, side};
    recipe.cropOffset = CropOffset::Down;
  }

  void readCrop() {
    const Json *size = FieldReader::find(object, "crop_size");
    if (!processor && size && !FieldReader::find(object, "do_center_crop"))
      return in.fail("do_center_crop", "is missing, and no processor is named that says it");
    if (!isOn("do_center_crop", processor && processor->crops))
      return;
    if (!size)
      return in.fail("crop_size", "is missing: the picture is to be cropped");
    recipe.cropOffset = CropOffset::Down;
    if (!size->is_object()) {
      int64_t side = in.side(*size, "crop_size");
      recipe.crop = {side, side};
      return;
    }
    in.checkNames(*size, {"height", "width"});
    const Json *height = FieldReader::find(*size, "height"),
               *width = FieldReader::find(*size, "width");
    if (!height || !width)
      return in.fail("crop_size", "must hold height and width");
    recipe.crop = {in.side(*height, "height"), in.side(*width, "width")};
  }

  void readNumbers() {
    bool normalizes = isOn("do_normalize", !isType("MobileViT"));
    if (isOn("do_rescale", true)) {
      recipe.scale = 1.0 / 255;
      in.number(object, "rescale_factor", recipe.scale);
    }
    if (isOn("do_flip_channel_order", isType("MobileViT")))
      recipe.channels = Channels::BGR;
    if (!normalizes)
      return;
    if (recipe.channels == Channels::BGR)
      in.fail("do_flip_channel_order", "beside a normalisation has no counterpart in a recipe");
    for (const char *field : {"image_mean", "image_std"})
      if (!FieldReader::find(object, field))
        in.fail(field, "is missing: the picture is to be normalised");
    in.triple(object, "image_mean", recipe.mean, false);
    in.triple(object, "image_std", recipe.std, false);
  }

  FieldReader &in;
  const Json &object;
  const Processor *processor = nullptr;
  Recipe recipe;
};

} // namespace

bool isHuggingFace(const Json &object) {
  constexpr const char *signs[] = {
      "image_processor_type", "feature_extractor_type", "do_resize",  "do_normalize",
      "do_rescale",           "do_center_crop",         "image_mean", "image_std"};
  return std::ranges::any_of(signs, [&](const char *field) { return object.contains(field); });
}

Recipe readHuggingFace(FieldReader &in, const Json &object) { return Reader(in, object).read(); }

} // namespace fixcon

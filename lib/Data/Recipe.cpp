// Recipes as JSON, in their own form and in those of other tools; a recipe that is written has every
// field.
#include "RecipeDialects.h"

#include "fixcon/Support/File.h"
#include "fixcon/Support/Suggestion.h"

#include <filesystem>

namespace fixcon {

namespace {
constexpr Spelling<Filter> filters[] = {
    {Filter::Nearest, "nearest"}, {Filter::Bilinear, "bilinear"}, {Filter::Bicubic, "bicubic"},
    {Filter::Area, "area"},       {Filter::Lanczos, "lanczos"},   {Filter::Hamming, "hamming"}};
constexpr Spelling<Channels> channelOrders[] = {
    {Channels::RGB, "rgb"}, {Channels::BGR, "bgr"}, {Channels::Gray, "gray"}};
constexpr Spelling<ImageLayout> layouts[] = {{ImageLayout::NCHW, "nchw"},
                                             {ImageLayout::NHWC, "nhwc"}};
constexpr Spelling<RecipeDType> dtypes[] = {
    {RecipeDType::F32, "f32"}, {RecipeDType::U8, "u8"}, {RecipeDType::I8, "i8"}};
constexpr Spelling<SizeRounding> sizeRoundings[] = {
    {SizeRounding::Nearest, "nearest"}, {SizeRounding::Down, "down"}, {SizeRounding::Up, "up"}};
constexpr Spelling<CropOffset> cropOffsets[] = {{CropOffset::Even, "even"},
                                                {CropOffset::Down, "down"}};
constexpr Spelling<Placement> placements[] = {{Placement::Centre, "centre"},
                                              {Placement::TopLeft, "top_left"}};
} // namespace

/// [height, width], or one number with width 0; false if the field is absent.
static bool readSize(FieldReader &in, const Json &object, int64_t &height, int64_t &width) {
  const Json *size = FieldReader::find(object, "size");
  if (!size)
    return false;
  bool pair = size->is_array() && size->size() == 2;
  height = in.side(pair ? (*size)[0] : *size, "size");
  width = pair ? in.side((*size)[1], "size") : 0;
  return true;
}

static void readMultiple(FieldReader &in, const Json &object, int64_t &multiple) {
  if (const Json *given = FieldReader::find(object, "multiple"))
    multiple = in.side(*given, "multiple");
}

static void readResize(FieldReader &in, const Json &object, Recipe &recipe) {
  const Json *found = FieldReader::find(object, "resize");
  if (!found)
    return;
  if (!found->is_object())
    return in.fail("resize", "must be an object");
  in.checkNames(*found, {"size", "filter", "antialias", "rounded", "keep_aspect", "multiple",
                         "multiple_rounding"});
  ResizeStep step;
  bool sized = readSize(in, *found, step.height, step.width);
  readMultiple(in, *found, step.multiple);
  if (!sized && step.multiple == 1)
    return in.fail("resize", "needs a 'size' or a 'multiple'");
  in.word(*found, "filter", filters, step.filter);
  in.flag(*found, "antialias", step.antialias);
  in.flag(*found, "rounded", step.rounded);
  in.flag(*found, "keep_aspect", step.keepAspect);
  in.word(*found, "multiple_rounding", sizeRoundings, step.multipleRounding);
  if (step.antialias && !step.rounded)
    in.fail("rounded", "may be false only where 'antialias' is false");
  if (!step.antialias && (step.filter == Filter::Lanczos || step.filter == Filter::Hamming))
    in.fail("filter", "must be another one where 'antialias' is false");
  if (step.keepAspect && !step.width)
    in.fail("keep_aspect", "needs a 'size' of height and width to fit in");
  recipe.resize = step;
}

static void readCrop(FieldReader &in, const Json &object, Recipe &recipe) {
  in.word(object, "crop_offset", cropOffsets, recipe.cropOffset);
  const Json *crop = FieldReader::find(object, "crop");
  if (!crop)
    return;
  if (!crop->is_array() || crop->size() != 2)
    return in.fail("crop", "must be a list of height and width");
  recipe.crop = {in.side((*crop)[0], "crop"), in.side((*crop)[1], "crop")};
}

static void readPad(FieldReader &in, const Json &object, Recipe &recipe) {
  const Json *found = FieldReader::find(object, "pad");
  if (!found)
    return;
  if (!found->is_object())
    return in.fail("pad", "must be an object");
  in.checkNames(*found, {"size", "multiple", "value", "place"});
  PadStep step;
  bool sized = readSize(in, *found, step.height, step.width);
  readMultiple(in, *found, step.multiple);
  if (sized && !step.width)
    in.fail("size", "of a pad must be a list of height and width");
  if (!sized && step.multiple == 1)
    in.fail("pad", "needs a 'size' or a 'multiple'");
  in.triple(*found, "value", step.value, true);
  in.word(*found, "place", placements, step.place);
  recipe.pad = step;
}

static Recipe readFields(FieldReader &in, const Json &object) {
  in.checkNames(object, {"resize", "crop", "crop_offset", "pad", "scale", "mean", "std", "channels",
                         "layout", "transpose_hw", "dtype"});
  Recipe recipe;
  readResize(in, object, recipe);
  readCrop(in, object, recipe);
  readPad(in, object, recipe);
  in.word(object, "channels", channelOrders, recipe.channels);
  in.word(object, "layout", layouts, recipe.layout);
  in.word(object, "dtype", dtypes, recipe.dtype);
  in.flag(object, "transpose_hw", recipe.transposeHW);
  in.number(object, "scale", recipe.scale);
  bool gray = recipe.channels == Channels::Gray;
  in.triple(object, "mean", recipe.mean, gray);
  in.triple(object, "std", recipe.std, gray);
  return recipe;
}

namespace {
struct Dialect {
  bool (*recognises)(const Json &);
  Recipe (*read)(FieldReader &, const Json &);
};

/// The last one takes what no other does.
constexpr Dialect dialects[] = {
    {isHuggingFace, readHuggingFace},
    {isTimm, readTimm},
    {isTorchVision, readTorchVision},
    {[](const Json &) { return true; }, readFields},
};
} // namespace

FailureOr<Recipe> recipeFromJson(std::string_view text, const std::string &file,
                                 Diagnostics &diags) {
  FieldReader in(text, file, diags);
  auto tree = in.parse();
  if (failed(tree))
    return failure();
  const Dialect *dialect =
      std::ranges::find_if(dialects, [&](const Dialect &d) { return d.recognises(*tree); });
  Recipe recipe = dialect->read(in, *tree);
  for (double deviation : recipe.std)
    if (static_cast<float>(deviation) == 0)
      in.fail("std", "must not be 0");
  if (!in.good())
    return failure();
  return recipe;
}

template <class Enum, size_t n>
static Json spell(Enum value, const Spelling<Enum> (&spellings)[n]) {
  for (const Spelling<Enum> &s : spellings)
    if (s.value == value)
      return s.text;
  return nullptr;
}

/// Null for the picture's own size.
static Json sizeOf(int64_t height, int64_t width) {
  if (!height)
    return nullptr;
  return width ? Json::array({height, width}) : Json(height);
}

static Json resizeOf(const ResizeStep &step) {
  return {{"size", sizeOf(step.height, step.width)},
          {"filter", spell(step.filter, filters)},
          {"antialias", step.antialias},
          {"rounded", step.rounded},
          {"keep_aspect", step.keepAspect},
          {"multiple", step.multiple},
          {"multiple_rounding", spell(step.multipleRounding, sizeRoundings)}};
}

static Json padOf(const PadStep &step) {
  return {{"size", sizeOf(step.height, step.width)},
          {"multiple", step.multiple},
          {"value", step.value},
          {"place", spell(step.place, placements)}};
}

static Json jsonOf(const Recipe &recipe) {
  Json out;
  out["resize"] = recipe.resize ? resizeOf(*recipe.resize) : Json();
  out["crop"] = recipe.crop ? Json(*recipe.crop) : Json();
  out["crop_offset"] = recipe.crop ? spell(recipe.cropOffset, cropOffsets) : Json();
  out["pad"] = recipe.pad ? padOf(*recipe.pad) : Json();
  out["scale"] = recipe.scale;
  out["mean"] = recipe.mean;
  out["std"] = recipe.std;
  out["channels"] = spell(recipe.channels, channelOrders);
  out["layout"] = spell(recipe.layout, layouts);
  out["transpose_hw"] = recipe.transposeHW;
  out["dtype"] = spell(recipe.dtype, dtypes);
  return out;
}

/// `object` without the fields that `absent` holds too.
static Json without(const Json &absent, const Json &object) {
  Json out = Json::object();
  for (const auto &[name, value] : object.items())
    if (value != absent[name])
      out[name] = value;
  return out;
}

std::string toJson(const Recipe &recipe) { return jsonOf(recipe).dump(); }

std::string toShortJson(const Recipe &recipe) {
  Json out = without(jsonOf(Recipe()), jsonOf(recipe));
  if (recipe.resize)
    out["resize"] = without(resizeOf(ResizeStep()), out["resize"]);
  if (recipe.pad)
    out["pad"] = without(padOf(PadStep()), out["pad"]);
  if (recipe.cropOffset == CropOffset::Even)
    out.erase("crop_offset");
  return out.dump();
}

FailureOr<Recipe> loadRecipe(const std::string &spec, Diagnostics &diags) {
  auto named = preset(spec);
  if (succeeded(named))
    return named;
  std::error_code ignored;
  bool namesFile = spec == "-" || spec.find_first_of("./") != std::string::npos ||
                   std::filesystem::exists(spec, ignored);
  if (!namesFile) {
    auto error = diags.error(Location::inFile(spec));
    error << "is no preset; give a JSON file or one of";
    for (const std::string &name : presetNames())
      error << " " << name;
    error << didYouMean(spec, presetNames());
    return failure();
  }
  auto file = MappedFile::open(spec, diags);
  if (failed(file))
    return failure();
  diags.addSource(spec, std::string((*file)->text().substr(0, 1 << 20)));
  return recipeFromJson((*file)->text(), spec, diags);
}

} // namespace fixcon

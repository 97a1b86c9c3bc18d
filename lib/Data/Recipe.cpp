// Recipes as JSON. The text goes through a SAX handler once, for the place of a syntax error, for
// fields given twice and for nesting; only then it becomes a tree whose fields are read by name.
#include "fixcon/Data/Recipe.h"

#include "fixcon/Support/File.h"

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

namespace fixcon {

using Json = nlohmann::ordered_json;

static constexpr int64_t maxSide = 65536;

namespace {
template <class Enum> struct Spelling {
  Enum value;
  const char *text;
};

constexpr Spelling<Filter> filters[] = {{Filter::Nearest, "nearest"},
                                        {Filter::Bilinear, "bilinear"},
                                        {Filter::Bicubic, "bicubic"},
                                        {Filter::Area, "area"}};
constexpr Spelling<Channels> channelOrders[] = {
    {Channels::RGB, "rgb"}, {Channels::BGR, "bgr"}, {Channels::Gray, "gray"}};
constexpr Spelling<ImageLayout> layouts[] = {{ImageLayout::NCHW, "nchw"},
                                             {ImageLayout::NHWC, "nhwc"}};
constexpr Spelling<RecipeDType> dtypes[] = {
    {RecipeDType::F32, "f32"}, {RecipeDType::U8, "u8"}, {RecipeDType::I8, "i8"}};

/// Remembers what is wrong and where (in bytes); `failedAt` is the first byte not understood.
class SyntaxCheck : public nlohmann::json_sax<Json> {
public:
  std::string message;
  size_t failedAt = 0;
  bool atEnd = false;
  std::string repeated;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t &) override { return true; }
  bool string(string_t &) override { return true; }
  bool binary(binary_t &) override { return true; }
  bool start_object(size_t) override { return open(); }
  bool start_array(size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t &name) override {
    if (!names.back().insert(name).second && repeated.empty())
      repeated = name;
    return true;
  }
  bool parse_error(size_t position, const std::string &token,
                   const nlohmann::detail::exception &) override {
    failedAt = position;
    atEnd = token.empty() || token == "<end of input>";
    message = "syntax error in JSON";
    return false;
  }

private:
  bool open() {
    constexpr size_t maxDepth = 8;
    names.emplace_back();
    if (names.size() <= maxDepth)
      return true;
    message = "JSON is nested too deeply for a recipe";
    return false;
  }
  bool close() {
    names.pop_back();
    return true;
  }
  std::vector<std::set<std::string>> names;
};

/// Reads fields of one JSON object; the first thing wrong is reported and fails the whole recipe.
class FieldReader {
public:
  FieldReader(std::string_view text, const std::string &file, Diagnostics &diags)
      : text(text), file(file), diags(diags) {}

  bool good() const { return !broken; }
  void fail(const std::string &field, const std::string &why) {
    if (!broken)
      diags.error(placeOf(field)) << "field '" << field << "' " << why;
    broken = true;
  }
  Location placeAt(size_t offset) const;

  /// Reports fields of `object` that are not in `known`.
  void checkNames(const Json &object, std::initializer_list<std::string_view> known);
  void number(const Json &object, const char *field, double &out);
  void triple(const Json &object, const char *field, std::array<double, 3> &out, bool gray);
  void flag(const Json &object, const char *field, bool &out);
  int64_t side(const Json &value, const char *field);
  template <class Enum, size_t n>
  void word(const Json &object, const char *field, const Spelling<Enum> (&spellings)[n], Enum &out);

private:
  Location placeOf(const std::string &field) const;
  /// Null means absent.
  static const Json *find(const Json &object, const char *field) {
    auto it = object.find(field);
    return it == object.end() || it->is_null() ? nullptr : &*it;
  }

  std::string_view text;
  const std::string &file;
  Diagnostics &diags;
  bool broken = false;
};
} // namespace

Location FieldReader::placeAt(size_t offset) const {
  offset = std::min(offset, text.size());
  unsigned line = 1, column = 1;
  for (char c : text.substr(0, offset)) {
    column = c == '\n' ? 1 : column + 1;
    line += c == '\n';
  }
  return Location::atText(file, line, column);
}

Location FieldReader::placeOf(const std::string &field) const {
  size_t at = text.find('"' + field + '"');
  return at == std::string_view::npos ? Location::inFile(file) : placeAt(at);
}

void FieldReader::checkNames(const Json &object, std::initializer_list<std::string_view> known) {
  for (const auto &[name, value] : object.items())
    if (std::find(known.begin(), known.end(), name) == known.end())
      fail(name, "is unknown");
}

void FieldReader::number(const Json &object, const char *field, double &out) {
  const Json *value = find(object, field);
  if (!value)
    return;
  if (!value->is_number() || !std::isfinite(value->get<double>()))
    return fail(field, "must be a finite number");
  out = value->get<double>();
}

void FieldReader::triple(const Json &object, const char *field, std::array<double, 3> &out,
                         bool gray) {
  const Json *value = find(object, field);
  if (!value)
    return;
  bool single = gray && value->is_array() && value->size() == 1;
  if (!value->is_array() || (value->size() != 3 && !single))
    return fail(field, "must be a list of three numbers");
  for (size_t c = 0; c < 3; ++c) {
    const Json &item = (*value)[single ? 0 : c];
    if (!item.is_number() || !std::isfinite(static_cast<float>(item.get<double>())))
      return fail(field, "must be a list of finite numbers");
    out[c] = item.get<double>();
  }
}

void FieldReader::flag(const Json &object, const char *field, bool &out) {
  const Json *value = find(object, field);
  if (!value)
    return;
  if (!value->is_boolean())
    return fail(field, "must be true or false");
  out = value->get<bool>();
}

int64_t FieldReader::side(const Json &value, const char *field) {
  bool whole = value.is_number_unsigned() &&
               value.get<uint64_t>() <= static_cast<uint64_t>(maxSide) && value.get<uint64_t>() > 0;
  if (!whole) {
    fail(field, "must hold whole numbers from 1 to " + std::to_string(maxSide));
    return 1;
  }
  return static_cast<int64_t>(value.get<uint64_t>());
}

template <class Enum, size_t n>
void FieldReader::word(const Json &object, const char *field, const Spelling<Enum> (&spellings)[n],
                       Enum &out) {
  const Json *value = find(object, field);
  if (!value)
    return;
  std::string choices;
  for (const Spelling<Enum> &s : spellings) {
    if (value->is_string() && value->get_ref<const std::string &>() == s.text) {
      out = s.value;
      return;
    }
    choices += (choices.empty() ? "'" : ", '") + std::string(s.text) + "'";
  }
  fail(field, "must be one of " + choices);
}

static void readResize(FieldReader &in, const Json &object, Recipe &recipe) {
  auto found = object.find("resize");
  if (found == object.end() || found->is_null())
    return;
  if (!found->is_object())
    return in.fail("resize", "must be an object");
  in.checkNames(*found, {"size", "filter", "antialias", "rounded"});
  ResizeStep step;
  auto size = found->find("size");
  if (size == found->end())
    return in.fail("resize", "needs a 'size'");
  bool pair = size->is_array() && size->size() == 2;
  step.height = in.side(pair ? (*size)[0] : *size, "size");
  step.width = pair ? in.side((*size)[1], "size") : 0;
  in.word(*found, "filter", filters, step.filter);
  in.flag(*found, "antialias", step.antialias);
  in.flag(*found, "rounded", step.rounded);
  if (step.antialias && !step.rounded)
    in.fail("rounded", "may be false only where 'antialias' is false");
  recipe.resize = step;
}

static void readCrop(FieldReader &in, const Json &object, Recipe &recipe) {
  auto crop = object.find("crop");
  if (crop == object.end() || crop->is_null())
    return;
  if (!crop->is_array() || crop->size() != 2)
    return in.fail("crop", "must be a list of height and width");
  recipe.crop = {in.side((*crop)[0], "crop"), in.side((*crop)[1], "crop")};
}

static Recipe readFields(FieldReader &in, const Json &object) {
  in.checkNames(object, {"resize", "crop", "scale", "mean", "std", "channels", "layout",
                         "transpose_hw", "dtype"});
  Recipe recipe;
  readResize(in, object, recipe);
  readCrop(in, object, recipe);
  in.word(object, "channels", channelOrders, recipe.channels);
  in.word(object, "layout", layouts, recipe.layout);
  in.word(object, "dtype", dtypes, recipe.dtype);
  in.flag(object, "transpose_hw", recipe.transposeHW);
  in.number(object, "scale", recipe.scale);
  bool gray = recipe.channels == Channels::Gray;
  in.triple(object, "mean", recipe.mean, gray);
  in.triple(object, "std", recipe.std, gray);
  for (double deviation : recipe.std)
    if (static_cast<float>(deviation) == 0)
      in.fail("std", "must not be 0");
  return recipe;
}

FailureOr<Recipe> recipeFromJson(std::string_view text, const std::string &file,
                                 Diagnostics &diags) {
  FieldReader in(text, file, diags);
  constexpr size_t longest = 1 << 20;
  if (text.size() > longest)
    return diags.error(Location::inFile(file)) << "too long for a recipe";
  SyntaxCheck syntax;
  if (!Json::sax_parse(text, &syntax)) {
    size_t at = syntax.atEnd || syntax.failedAt == 0 ? syntax.failedAt : syntax.failedAt - 1;
    return diags.error(in.placeAt(at)) << syntax.message;
  }
  if (!syntax.repeated.empty()) {
    in.fail(syntax.repeated, "is given twice");
    return failure();
  }
  Json tree = Json::parse(text, nullptr, false);
  if (!tree.is_object())
    return diags.error(in.placeAt(0)) << "a recipe must be a JSON object";
  Recipe recipe = readFields(in, tree);
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

std::string toJson(const Recipe &recipe) {
  Json out;
  out["resize"] = nullptr;
  if (const auto &step = recipe.resize) {
    Json size = step->width ? Json::array({step->height, step->width}) : Json(step->height);
    out["resize"] = {{"size", size},
                     {"filter", spell(step->filter, filters)},
                     {"antialias", step->antialias},
                     {"rounded", step->rounded}};
  }
  out["crop"] = nullptr;
  if (recipe.crop)
    out["crop"] = *recipe.crop;
  out["scale"] = recipe.scale;
  out["mean"] = recipe.mean;
  out["std"] = recipe.std;
  out["channels"] = spell(recipe.channels, channelOrders);
  out["layout"] = spell(recipe.layout, layouts);
  out["transpose_hw"] = recipe.transposeHW;
  out["dtype"] = spell(recipe.dtype, dtypes);
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
    return failure();
  }
  auto file = MappedFile::open(spec, diags);
  if (failed(file))
    return failure();
  diags.addSource(spec, std::string((*file)->text().substr(0, 1 << 20)));
  return recipeFromJson((*file)->text(), spec, diags);
}

} // namespace fixcon

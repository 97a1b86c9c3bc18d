// Recipes as text, their presets, and what is wrong with a recipe and where.
#include "TestFiles.h"

#include "fixcon/Data/Image.h"

namespace fixcon {

static FailureOr<Recipe> parse(std::string_view text, Collected &got) {
  return recipeFromJson(text, "r.json", got.diags);
}

TEST(Recipe, EmptyObjectIsTheDefault) {
  Collected got;
  auto recipe = parse("{}", got);
  ASSERT_TRUE(succeeded(recipe));
  EXPECT_EQ(*recipe, Recipe());
}

TEST(Recipe, EveryFieldIsRead) {
  Collected got;
  auto recipe = parse(R"({"resize": {"size": [10, 20], "filter": "bicubic", "antialias": false,
    "rounded": false}, "crop": [8, 9], "scale": 0.5, "mean": [1, 2, 3], "std": [4, 5, 6.5],
    "channels": "bgr", "layout": "nhwc", "transpose_hw": true, "dtype": "i8",
    "crop_offset": "down", "pad": {"size": [30, 31], "multiple": 4, "value": [7, 8, 9], "place": "top_left"}})",
                      got);
  ASSERT_TRUE(succeeded(recipe)) << got.all();
  Recipe wanted;
  wanted.resize = ResizeStep{10, 20, Filter::Bicubic, false, false};
  wanted.crop = {8, 9};
  wanted.scale = 0.5;
  wanted.mean = {1, 2, 3};
  wanted.std = {4, 5, 6.5};
  wanted.channels = Channels::BGR;
  wanted.layout = ImageLayout::NHWC;
  wanted.transposeHW = true;
  wanted.dtype = RecipeDType::I8;
  wanted.cropOffset = CropOffset::Down;
  wanted.pad = PadStep{30, 31, 4, Placement::TopLeft, {7, 8, 9}};
  EXPECT_EQ(*recipe, wanted);
  auto again = parse(toJson(*recipe), got);
  ASSERT_TRUE(succeeded(again)) << got.all();
  EXPECT_EQ(*again, wanted);
}

TEST(Recipe, WrittenRecipesReadBack) {
  for (const std::string &name : presetNames()) {
    Collected got;
    Recipe recipe = *preset(name);
    std::string text = toJson(recipe);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    auto again = parse(text, got);
    ASSERT_TRUE(succeeded(again)) << got.all();
    EXPECT_EQ(*again, recipe) << text;
    EXPECT_EQ(presetNameOf(*again), name);
  }
}

TEST(Recipe, PresetsAreKnownByTheirMeaning) {
  Collected got;
  auto named = [&](const char *text) { return presetNameOf(*parse(text, got)); };
  EXPECT_EQ(named(R"({"scale": 1, "mean": [127.5, 127.5, 127.5], "std": [127.5, 127.5, 127.5]})"),
            "keras-tf");
  EXPECT_EQ(named(R"({"dtype": "u8", "scale": 3})"), "tflite-uint8");
  EXPECT_EQ(named(R"({"scale": 0.0078125, "mean": [1, 1, 1]})"), std::nullopt);
  EXPECT_EQ(named(R"({"scale": 0.00784313725, "mean": [1, 1, 1], "transpose_hw": true})"),
            std::nullopt);
}

namespace {
struct Bad {
  const char *text, *message;
};
} // namespace

TEST(Recipe, WrongRecipesAreErrorsWithAPlace) {
  static constexpr Bad cases[] = {
      {"", "r.json:1:1: error: syntax error in JSON"},
      {"{\n  \"scale\": ,\n}", "r.json:2:12: error: syntax error in JSON"},
      {"{\"scale\": 1e999}", "syntax error in JSON"},
      {"{\"scale\": NaN}", "r.json:1:11: error: syntax error in JSON"},
      {"[]", "r.json:1:1: error: a recipe must be a JSON object"},
      {"{\"scael\": 1}", "r.json:1:2: error: field 'scael' is unknown"},
      {"{\"scale\": 1, \"scale\": 2}", "field 'scale' is given twice"},
      {"{\"scale\": \"1\"}", "field 'scale' must be a finite number"},
      {"{\"mean\": [1, 2]}", "field 'mean' must be a list of three numbers"},
      {"{\"mean\": [1, 2, null]}", "field 'mean' must be a list of finite numbers"},
      {"{\"mean\": [1, 2, 1e300]}", "field 'mean' must be a list of finite numbers"},
      {"{\"std\": [1, 0, 1]}", "field 'std' must not be 0"},
      {"{\"std\": [1, 1e-60, 1]}", "field 'std' must not be 0"},
      {"{\"crop\": 224}", "field 'crop' must be a list of height and width"},
      {"{\"crop\": [0, 4]}", "field 'crop' must hold whole numbers from 1 to 65536"},
      {"{\"crop\": [4.5, 4]}", "field 'crop' must hold whole numbers"},
      {"{\"resize\": 256}", "field 'resize' must be an object"},
      {"{\"resize\": {}}", "field 'resize' needs a 'size'"},
      {"{\"resize\": {\"size\": 99999999999}}", "field 'size' must hold whole numbers"},
      {"{\"resize\": {\"size\": -1}}", "field 'size' must hold whole numbers"},
      {"{\"resize\": {\"size\": 8, \"filter\": \"catrom\"}}", "'nearest', 'bilinear'"},
      {"{\"resize\": {\"size\": 8, \"filter\": \"lanczos\", \"antialias\": false}}",
       "must be another one"},
      {"{\"resize\": {\"size\": 8, \"keep_aspect\": true}}", "field 'keep_aspect' needs a 'size'"},
      {"{\"resize\": {\"multiple\": 0}}", "field 'multiple' must hold whole numbers"},
      {"{\"pad\": {}}", "field 'pad' needs a 'size' or a 'multiple'"},
      {"{\"pad\": {\"size\": 8}}", "field 'size' of a pad must be a list"},
      {"{\"resize\": {\"size\": 8, \"rounded\": false}}", "only where 'antialias' is false"},
      {"{\"resize\": {\"size\": 8, \"sise\": 8}}", "field 'sise' is unknown"},
      {"{\"layout\": \"hwc\"}", "field 'layout' must be one of 'nchw', 'nhwc'"},
      {"{\"transpose_hw\": 1}", "field 'transpose_hw' must be true or false"},
      {"{\"x\": [[[[[[[[[[[[]]]]]]]]]]]]}", "nested too deeply"},
  };
  for (const Bad &bad : cases) {
    Collected got;
    EXPECT_TRUE(failed(parse(bad.text, got))) << bad.text;
    EXPECT_EQ(got.texts.size(), 1u) << bad.text;
    EXPECT_NE(got.all().find(bad.message), std::string::npos) << bad.text << "\n" << got.all();
  }
}

TEST(Recipe, LoadTakesAPresetOrAFile) {
  TemporaryFolder folder;
  Collected got;
  EXPECT_EQ(*loadRecipe("keras-caffe", got.diags), *preset("keras-caffe"));
  EXPECT_EQ(loadRecipe(folder.write("r.json", "{\"scale\": 2}"), got.diags)->scale, 2);
  EXPECT_TRUE(got.texts.empty());
  EXPECT_TRUE(failed(loadRecipe("torchvison", got.diags)));
  EXPECT_NE(got.all().find("is no preset"), std::string::npos);
  EXPECT_TRUE(failed(loadRecipe(folder / "missing.json", got.diags)));
  EXPECT_TRUE(failed(loadRecipe(folder.write("bad.json", "{\n \"a\" 1}"), got.diags)));
  EXPECT_NE(got.all().find("bad.json:2:6: error"), std::string::npos) << got.all();
}

/// 1 row of 2 pixels.
static Image twoPixels() { return {1, 2, {10, 20, 30, 40, 50, 60}}; }

TEST(Recipe, LayoutThatContradictsTheInputIsReadAsItLies) {
  Collected got;
  Recipe recipe;
  auto nchw = preprocess(twoPixels(), recipe, ImageLayout::NCHW, got.diags);
  EXPECT_EQ(nchw->toDoubles(), (std::vector<double>{10, 40, 20, 50, 30, 60}));
  EXPECT_EQ(nchw->shape(), (Shape{1, 3, 1, 2}));
  recipe.layout = ImageLayout::NHWC;
  auto asItLies = preprocess(twoPixels(), recipe, ImageLayout::NCHW, got.diags);
  EXPECT_EQ(asItLies->toDoubles(), (std::vector<double>{10, 20, 30, 40, 50, 60}));
  EXPECT_EQ(asItLies->shape(), (Shape{1, 3, 1, 2}));
}

TEST(Recipe, HeightAndWidthSwap) {
  Collected got;
  Recipe recipe;
  recipe.transposeHW = true;
  auto tensor = preprocess(twoPixels(), recipe, ImageLayout::NHWC, got.diags);
  EXPECT_EQ(tensor->shape(), (Shape{1, 2, 1, 3}));
}

/// Of `image` under a recipe in JSON, channels last.
static FailureOr<Tensor> fed(const Image &image, std::string_view recipe, Collected &got) {
  return preprocess(image, *parse(recipe, got), ImageLayout::NHWC, got.diags);
}

/// A white picture.
static Image white(int64_t height, int64_t width) {
  return {height, width, std::vector<uint8_t>(static_cast<size_t>(height * width * 3), 255)};
}

TEST(Recipe, LetterboxKeepsProportionsAndFillsTheRest) {
  Collected got;
  auto tensor = fed(white(4, 8), R"({"resize": {"size": [4, 4], "keep_aspect": true},
    "pad": {"size": [5, 4], "value": [1, 2, 3]}})",
                    got);
  ASSERT_TRUE(succeeded(tensor)) << got.all();
  EXPECT_EQ(tensor->shape(), (Shape{1, 5, 4, 3}));
  std::vector<double> values = tensor->toDoubles();
  // Three rows are left: one above, two below.
  for (size_t row : {0u, 3u, 4u})
    EXPECT_EQ(std::vector<double>(&values[row * 12], &values[row * 12 + 3]),
              (std::vector<double>{1, 2, 3}));
  for (size_t row : {1u, 2u})
    EXPECT_EQ(values[row * 12], 255);
}

TEST(Recipe, PadsToAMultipleAtTheTopLeft) {
  Collected got;
  auto tensor = fed(white(3, 5), R"({"pad": {"multiple": 4, "place": "top_left"}})", got);
  ASSERT_TRUE(succeeded(tensor)) << got.all();
  EXPECT_EQ(tensor->shape(), (Shape{1, 4, 8, 3}));
  std::vector<double> values = tensor->toDoubles();
  EXPECT_EQ(values[0], 255);
  EXPECT_EQ(values[5 * 3], 0);
  EXPECT_EQ(values[3 * 8 * 3], 0);
  EXPECT_TRUE(failed(fed(white(9, 9), R"({"pad": {"size": [8, 8]}})", got)));
  EXPECT_NE(got.all().find("9x9 cannot be padded to 8x8"), std::string::npos) << got.all();
}

TEST(Recipe, ScalesToAMultiple) {
  Collected got;
  auto size = [&](const char *rounding) {
    auto tensor =
        fed(white(13, 19),
            std::string(R"({"resize": {"multiple": 8, "multiple_rounding": ")") + rounding + "\"}}",
            got);
    return std::vector<int64_t>{tensor->shape()[1], tensor->shape()[2]};
  };
  EXPECT_EQ(size("nearest"), (std::vector<int64_t>{16, 16}));
  EXPECT_EQ(size("down"), (std::vector<int64_t>{8, 16}));
  EXPECT_EQ(size("up"), (std::vector<int64_t>{16, 24}));
}

TEST(Recipe, CropsOfOddRestsBeginWhereTheOffsetSays) {
  Collected got;
  Image ramp{1, 4, {}};
  for (uint8_t x = 0; x < 4; ++x)
    ramp.pixels.insert(ramp.pixels.end(), 3, x);
  EXPECT_EQ(fed(ramp, R"({"crop": [1, 1]})", got)->toDouble(0), 2);
  EXPECT_EQ(fed(ramp, R"({"crop": [1, 1], "crop_offset": "down"})", got)->toDouble(0), 1);
}

TEST(Recipe, SizesThatExplodeAreRefused) {
  Collected got;
  Recipe recipe;
  recipe.resize = ResizeStep{60000, 0};
  Image strip{1, 60000, std::vector<uint8_t>(180000)};
  EXPECT_TRUE(failed(preprocess(strip, recipe, ImageLayout::NHWC, got.diags)));
  recipe.resize = ResizeStep{1, 60000};
  Image tower{60000, 1, std::vector<uint8_t>(180000)};
  EXPECT_TRUE(failed(preprocess(tower, recipe, ImageLayout::NHWC, got.diags)));
  EXPECT_EQ(got.texts.size(), 2u);
}

} // namespace fixcon

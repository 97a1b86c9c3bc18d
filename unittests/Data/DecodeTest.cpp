// Recomputes the table that utils/make-image-checksums.py made with Pillow: decoding, resizing and
// whole recipes are equal to the last bit.
#include "TestFiles.h"

#include "fixcon/Data/Image.h"
#include "fixcon/Support/Hash.h"

#include <sstream>

namespace fixcon {

static std::string checksum(std::span<const std::byte> bytes) {
  return sha256(bytes).substr(0, 16);
}
static std::string checksum(const Image &image) {
  return checksum(std::as_bytes(std::span(image.pixels)));
}

/// The lines of the table that begin with `word`, without it.
static std::vector<std::string> casesOf(const std::string &word) {
  std::istringstream table(contentOf(inputFile("checksums.txt")));
  std::vector<std::string> lines;
  for (std::string line; std::getline(table, line);)
    if (line.starts_with(word + " "))
      lines.push_back(line.substr(word.size() + 1));
  return lines;
}

static Image decoded(const std::string &name) {
  Collected got;
  auto image = readImage(inputFile(name), got.diags);
  EXPECT_TRUE(succeeded(image)) << name << ": " << got.all();
  return succeeded(image) ? std::move(*image) : Image{};
}

TEST(Decode, EqualsPillow) {
  auto cases = casesOf("decode");
  EXPECT_GE(cases.size(), 50u);
  for (const std::string &line : cases) {
    std::istringstream in(line);
    std::string name, size, sum;
    in >> name >> size >> sum;
    Image image = decoded(name);
    EXPECT_EQ(size, std::to_string(image.width) + "x" + std::to_string(image.height)) << name;
    EXPECT_EQ(sum, checksum(image)) << name;
  }
}

TEST(Decode, ResizeEqualsPillow) {
  const std::map<std::string, Filter> filters = {{"nearest", Filter::Nearest},
                                                 {"bilinear", Filter::Bilinear},
                                                 {"bicubic", Filter::Bicubic},
                                                 {"area", Filter::Area}};
  auto cases = casesOf("resize");
  EXPECT_GE(cases.size(), 200u);
  for (const std::string &line : cases) {
    std::istringstream in(line);
    std::string name, filter, sum;
    int64_t height, width;
    in >> name >> height >> width >> filter >> sum;
    EXPECT_EQ(sum, checksum(resizeAntialiased(decoded(name), height, width, filters.at(filter))))
        << line;
  }
}

static std::string elementsUnder(const std::string &name, const std::string &layout,
                                 const FailureOr<Recipe> &recipe) {
  Collected got;
  if (failed(recipe))
    return "no recipe";
  auto tensor = preprocess(decoded(name), *recipe,
                           layout == "nchw" ? ImageLayout::NCHW : ImageLayout::NHWC, got.diags);
  return failed(tensor) ? got.all() : checksum(tensor->bytes());
}

TEST(Decode, RecipesEqualPython) {
  auto cases = casesOf("recipe");
  EXPECT_GE(cases.size(), 50u);
  for (const std::string &line : cases) {
    std::istringstream in(line);
    std::string name, layout, sum, json;
    in >> name >> layout >> sum;
    std::getline(in, json);
    Collected got;
    EXPECT_EQ(sum, elementsUnder(name, layout, recipeFromJson(json, "recipe.json", got.diags)))
        << line << got.all();
  }
}

TEST(Decode, PresetsEqualTheirOriginals) {
  auto cases = casesOf("preset");
  EXPECT_GE(cases.size(), 4 * presetNames().size());
  for (const std::string &line : cases) {
    std::istringstream in(line);
    std::string name, layout, sum, spec;
    in >> name >> layout >> sum >> spec;
    EXPECT_EQ(sum, elementsUnder(name, layout, preset(spec))) << line;
  }
}

TEST(Decode, RefusesWithAPlace) {
  auto cases = casesOf("refuse");
  EXPECT_GE(cases.size(), 7u);
  for (const std::string &line : cases) {
    std::istringstream in(line);
    std::string name, word;
    in >> name >> word;
    Collected got;
    EXPECT_TRUE(failed(readImage(inputFile(name), got.diags))) << name;
    ASSERT_EQ(got.texts.size(), 1u) << name;
    EXPECT_TRUE(got.texts[0].starts_with(inputFile(name) + ": error: ")) << got.texts[0];
    EXPECT_NE(got.texts[0].find(word), std::string::npos) << got.texts[0];
  }
}

TEST(Decode, RefusesWhatIsNoPicture) {
  Collected got;
  EXPECT_TRUE(failed(readImage(inputFile("checksums.txt"), got.diags)));
  EXPECT_TRUE(failed(readImage(inputFile("missing.jpg"), got.diags)));
  EXPECT_TRUE(failed(readImage(inputFile(""), got.diags)));
  EXPECT_EQ(got.texts.size(), 3u);
}

} // namespace fixcon

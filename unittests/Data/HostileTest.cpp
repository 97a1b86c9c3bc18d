// Damaged files of every format: an answer or a diagnostic, never a crash. The sanitizer build is
// where this test bites.
#include "TestFiles.h"

#include "fixcon/Data/DataSet.h"
#include "fixcon/Data/Image.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

namespace {
/// Damages a file in one of several ways.
std::string damaged(std::string content, Random &random) {
  switch (random.below(4)) {
  case 0:
    content.resize(random.below(content.size()));
    return content;
  case 1: // the header is where sizes are
    content[random.below(std::min<size_t>(content.size(), 64))] ^=
        static_cast<char>(1 << random.below(8));
    return content;
  case 2: {
    size_t begin = random.below(content.size()), length = random.below(16);
    content.erase(begin, length);
    return content;
  }
  default:
    for (uint64_t i = 0, n = 1 + random.below(8); i < n; ++i)
      content[random.below(content.size())] = static_cast<char>(random.next());
    return content;
  }
}

/// Runs `read` on damaged copies; failure must come with an error, success without.
template <class Read>
void attack(const TemporaryFolder &folder, const std::string &content, const std::string &name,
            int rounds, Random &random, Read read) {
  for (int round = 0; round < rounds; ++round) {
    std::string path = folder.write(name, damaged(content, random));
    Collected got;
    bool good = read(path, got.diags);
    EXPECT_EQ(got.diags.errorCount(), good ? 0u : 1u) << name << " " << round << got.all();
    if (::testing::Test::HasFailure())
      return;
  }
}

bool readPicture(const std::string &path, Diagnostics &diags) {
  auto image = readImage(path, diags);
  return succeeded(image) &&
         image->pixels.size() == static_cast<size_t>(image->height * image->width * 3);
}
} // namespace

TEST(Hostile, DamagedPictures) {
  TemporaryFolder folder;
  Random random(7);
  int files = 0;
  for (const auto &entry : std::filesystem::directory_iterator(inputFile(""))) {
    std::string name = entry.path().filename().native();
    if (name == "checksums.txt" || name.starts_with("large"))
      continue;
    attack(folder, contentOf(entry.path().native()), "damaged", 60, random, readPicture);
    ++files;
  }
  EXPECT_GE(files, 60);
}

TEST(Hostile, TruncationAtEveryByteIsAnError) {
  TemporaryFolder folder;
  for (const char *name :
       {"444-q95.jpg", "progressive.jpg", "palette-4-bit-interlaced.png", "rgb-565.bmp", "raw.ppm",
        "lossy.webp", "lossy-alpha.webp", "lossless.webp"}) {
    std::string content = contentOf(inputFile(name));
    for (size_t size = 0; size < content.size(); size += 1 + size / 50) {
      Collected got;
      std::string path = folder.write("short", content.substr(0, size));
      EXPECT_FALSE(readPicture(path, got.diags)) << name << " " << size;
      EXPECT_EQ(got.diags.errorCount(), 1u) << name << " " << size;
    }
  }
}

/// A progressive JPEG whose last scan is repeated: each one asks for a pass over the picture.
TEST(Hostile, ScanBombIsRefused) {
  std::string content = contentOf(inputFile("progressive.jpg"));
  size_t lastScan = content.rfind("\xff\xda");
  std::string scan = content.substr(lastScan, content.size() - 2 - lastScan);
  std::string bomb = content.substr(0, lastScan);
  for (int i = 0; i < 1500; ++i)
    bomb += scan;
  bomb += "\xff\xd9";
  TemporaryFolder folder;
  Collected got;
  EXPECT_FALSE(readPicture(folder.write("bomb.jpg", bomb), got.diags));
  EXPECT_NE(got.all().find("too many scans"), std::string::npos) << got.all();
}

TEST(Hostile, CorruptJpegDataIsAWarning) {
  std::string content = contentOf(inputFile("420-q50.jpg"));
  size_t scan = content.rfind("\xff\xda");
  content.erase(scan + 40, 60);
  TemporaryFolder folder;
  Collected got;
  EXPECT_TRUE(readPicture(folder.write("corrupt.jpg", content), got.diags));
  ASSERT_EQ(got.texts.size(), 1u);
  EXPECT_NE(got.texts[0].find("warning: "), std::string::npos) << got.texts[0];
}

TEST(Hostile, DamagedArrays) {
  TemporaryFolder folder;
  Random random(8);
  Collected got;
  Tensor tensor = Tensor::of<float>({2, 3}, {1, 2, 3, 4, 5, 6});
  ASSERT_TRUE(succeeded(writeNpy(folder / "a.npy", tensor, got.diags)));
  ASSERT_TRUE(succeeded(writeNpz(folder / "a.npz", {{"x", tensor}, {"y", tensor}}, got.diags)));
  std::string npy = contentOf(folder / "a.npy"), npz = contentOf(folder / "a.npz");
  attack(folder, npy, "b.npy", 2000, random, [](const std::string &path, Diagnostics &diags) {
    return succeeded(readNpy(path, diags));
  });
  attack(folder, npz, "b.npz", 2000, random, [](const std::string &path, Diagnostics &diags) {
    return succeeded(readNpz(path, diags));
  });
}

TEST(Hostile, DamagedRecipes) {
  Random random(9);
  std::string text = toJson(*preset("torchvision"));
  for (int round = 0; round < 3000; ++round) {
    Collected got;
    auto recipe = recipeFromJson(damaged(text, random), "recipe.json", got.diags);
    ASSERT_EQ(got.diags.errorCount(), succeeded(recipe) ? 0u : 1u) << got.all();
  }
}

} // namespace fixcon

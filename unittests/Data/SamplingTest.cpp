// Resizing without antialiasing against numbers worked out by hand: half-pixel centres.
#include "TestFiles.h"

#include "fixcon/Data/Image.h"

namespace fixcon {

/// One row of grey pixels, resized to `width`, first channel.
static std::vector<double> resized(const std::vector<uint8_t> &row, int64_t width, Filter filter,
                                   bool rounded) {
  Image image{1, static_cast<int64_t>(row.size()), {}};
  for (uint8_t value : row)
    image.pixels.insert(image.pixels.end(), 3, value);
  Recipe recipe;
  recipe.resize = ResizeStep{1, width, filter, false, rounded};
  recipe.channels = Channels::Gray;
  Collected got;
  auto tensor = preprocess(image, recipe, ImageLayout::NHWC, got.diags);
  EXPECT_TRUE(succeeded(tensor)) << got.all();
  return tensor->toDoubles();
}

using Row = std::vector<double>;

TEST(Sampling, BilinearUsesHalfPixelCentres) {
  EXPECT_EQ(resized({10, 20}, 4, Filter::Bilinear, false), (Row{10, 12.5, 17.5, 20}));
  EXPECT_EQ(resized({10, 20, 30, 40}, 2, Filter::Bilinear, false), (Row{15, 35}));
}

TEST(Sampling, RoundingTakesTiesToEven) {
  EXPECT_EQ(resized({10, 20}, 4, Filter::Bilinear, true), (Row{10, 12, 18, 20}));
}

TEST(Sampling, BilinearDoesNotWiden) {
  // The centre of six pixels lies between the third and the fourth; the others have no weight.
  EXPECT_EQ(resized({255, 0, 10, 20, 0, 255}, 1, Filter::Bilinear, false), (Row{15}));
}

TEST(Sampling, NearestTakesThePixelUnderTheCentre) {
  EXPECT_EQ(resized({1, 2, 3, 4, 5, 6}, 2, Filter::Nearest, false), (Row{2, 5}));
  EXPECT_EQ(resized({1, 2}, 4, Filter::Nearest, false), (Row{1, 1, 2, 2}));
}

TEST(Sampling, AreaAveragesTheCoveredBox) {
  EXPECT_EQ(resized({10, 20, 30, 60}, 2, Filter::Area, false), (Row{15, 45}));
  Row thirds = resized({10, 20, 40}, 2, Filter::Area, false);
  EXPECT_NEAR(thirds[0], (10 + 20 * 0.5) / 1.5, 1e-5);
  EXPECT_NEAR(thirds[1], (20 * 0.5 + 40) / 1.5, 1e-5);
}

TEST(Sampling, BicubicHasKeysWeightsAndDropsWhatLiesOutside) {
  // Halving samples in the middle: weights -1/16, 9/16, 9/16, -1/16; at the border three are left.
  Row got = resized({10, 50, 20, 90}, 2, Filter::Bicubic, false);
  EXPECT_NEAR(got[0], (9 * 10 + 9 * 50 - 20) / 17.0, 1e-4);
  EXPECT_NEAR(got[1], (9 * 20 + 9 * 90 - 50) / 17.0, 1e-4);
}

TEST(Sampling, BicubicOvershootIsClampedWhenRounded) {
  Row floats = resized({0, 0, 255, 255}, 8, Filter::Bicubic, false);
  EXPECT_LT(*std::min_element(floats.begin(), floats.end()), 0);
  for (double value : resized({0, 0, 255, 255}, 8, Filter::Bicubic, true))
    EXPECT_TRUE(value >= 0 && value <= 255);
}

} // namespace fixcon

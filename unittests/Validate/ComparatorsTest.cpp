// What each comparator takes for equal, and what it does not.
#include "fixcon/Validate/Comparator.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

struct Case {
  const char *name, *comparator;
  Shape shape;
  std::vector<float> source, target;
  bool agrees;
  double score;
  Shape targetShape = {}; ///< another one
};

class Comparators : public testing::TestWithParam<Case> {};

TEST_P(Comparators, Decide) {
  const Case &c = GetParam();
  const Comparator *comparator = comparatorNamed(c.comparator);
  ASSERT_TRUE(comparator);
  Tensor source = Tensor::of<float>(c.shape, c.source);
  Tensor target = Tensor::of<float>(c.targetShape.empty() ? c.shape : c.targetShape, c.target);
  Decision decision = comparator->decide(source, target);
  EXPECT_EQ(decision.agrees, c.agrees);
  EXPECT_NEAR(decision.score, c.score, 1e-9);
}

const Case cases[] = {
    {"LabelOfOneRow", "label", {1, 3}, {1, 3, 2}, {1, 9, 2}, true, 1},
    {"LabelFlips", "label", {1, 3}, {1, 3, 2}, {1, 2, 3}, false, 1.0 / 3},
    {"LabelsOfTwoRows", "label", {2, 2}, {1, 2, 2, 1}, {1, 2, 1, 2}, false, -1},
    {"LabelBehindUnitAxes", "label", {1, 3, 1, 1}, {1, 3, 2}, {1, 3, 2}, true, 1},
    {"RanksSlip", "label", {4}, {4, 3, 2, 1}, {4, 2, 3, 1}, true, 2.0 / 3},
    {"Probability", "probability", {1, 2}, {.75f, .25f}, {.5f, .5f}, true, .75},
    {"TensorNeverDecides", "tensor", {2}, {1, 0}, {0, 1}, true, 0},
    {"Embedding", "embedding", {2}, {1, 1}, {2, 2}, true, 1},
    {"EmbeddingTurned", "embedding", {2}, {1, 0}, {1, 1}, false, 0.70710678118654752},
    {"Exact", "exact", {4}, {1, 2, 3, 4}, {1, 2, 3, 5}, false, .75},
    {"SequenceLosesOne", "sequence", {4}, {1, 2, 3, 4}, {1, 3, 4}, false, .75, {3}},
    {"SequenceEqual", "sequence", {3}, {1, 2, 3}, {1, 2, 3}, true, 1},
    {"MaskOfOneChannel", "mask", {4}, {.9f, .1f, .2f, .8f}, {.6f, .3f, .4f, .7f}, true, 1},
    {"MaskOfLogits", "mask", {4}, {9, -1, -2, 8}, {9, -1, 2, 8}, false, (2.0 / 3 + 1.0 / 2) / 2},
    {"MaskOfChannels", "mask", {1, 2, 2, 1}, {1, 1, 2, 0}, {1, 1, 2, 0}, true, 1},
    {"BoxesInAnotherOrder",
     "boxes",
     {2, 4},
     {0, 0, 1, 1, 2, 2, 4, 4},
     {2, 2, 4, 4, 0, 0, 1, 1},
     true,
     1},
    {"BoxMoved", "boxes", {1, 4}, {0, 0, 2, 1}, {1, 0, 3, 1}, false, 1.0 / 3},
    {"BoxLost", "boxes", {2, 4}, {0, 0, 1, 1, 2, 2, 4, 4}, {0, 0, 1, 1}, false, .5, {1, 4}},
    {"BoxesByCentre", "boxes", {1, 4}, {5, 5, 2, 2}, {5, 5, 2, 2}, true, 1},
};

INSTANTIATE_TEST_SUITE_P(All, Comparators, testing::ValuesIn(cases),
                         [](const auto &info) { return std::string(info.param.name); });

TEST(Comparator, IntegersBeyondDoublesAreToldApart) {
  int64_t large = int64_t(1) << 60;
  Tensor a = Tensor::of<int64_t>({1}, {large}), b = Tensor::of<int64_t>({1}, {large + 1});
  EXPECT_FALSE(comparatorNamed("exact")->decide(a, b).agrees);
}

TEST(Comparator, StringsAreEqualAsTheyAre) {
  Tensor a = Tensor::strings({2}, {"cat", "dog"}), b = Tensor::strings({2}, {"cat", "cow"});
  EXPECT_TRUE(comparatorNamed("exact")->decide(a, a).agrees);
  EXPECT_FALSE(comparatorNamed("exact")->decide(a, b).agrees);
}

TEST(Comparator, EmptyTensorsAgree) {
  Tensor none(DType::F32, {0, 4});
  for (const Comparator &comparator : allComparators())
    EXPECT_TRUE(comparator.decide(none, none).agrees) << comparator.name;
}

TEST(Comparator, ANumberWithoutAxesIsComparedAsOne) {
  Tensor a = Tensor::scalar(1.0f);
  for (const Comparator &comparator : allComparators())
    EXPECT_TRUE(comparator.decide(a, a).agrees) << comparator.name;
}

} // namespace
} // namespace fixcon

// Values of movement ops, element by element from their definitions.
#include "OpUnderTest.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

using Numbers = std::vector<double>;

template <class... Operands>
Numbers values(const char *op, AttrDict a, const Operands &...operands) {
  OpUnderTest test(op, std::move(a));
  (test.operand(operands), ...);
  Numbers got = test.numbers();
  EXPECT_EQ(test.message, "");
  return got;
}

template <class... Operands>
std::string failureOf(const char *op, AttrDict a, const Operands &...operands) {
  OpUnderTest test(op, std::move(a));
  (test.operand(operands), ...);
  EXPECT_TRUE(test.run().empty());
  return test.message;
}

} // namespace

TEST(Movement, SliceBackwards) {
  EXPECT_EQ(values("slice", {}, ramp({2, 5}), ints({-1, 1}), ints({INT64_MIN, 5}), ints({0, 1}),
                   ints({-1, 2})),
            (Numbers{6, 8, 1, 3}));
}

TEST(Movement, PadModes) {
  auto pad = [](const char *mode, Tensor x, std::vector<int64_t> pads) {
    return values("pad", attrs({{"mode", mode}}), x, ints(pads));
  };
  Tensor x = floats({3}, {1, 2, 3});
  EXPECT_EQ(pad("constant", x, {1, 2}), (Numbers{0, 1, 2, 3, 0, 0}));
  EXPECT_EQ(pad("reflect", x, {2, 2}), (Numbers{3, 2, 1, 2, 3, 2, 1}));
  EXPECT_EQ(pad("edge", x, {1, 2}), (Numbers{1, 1, 2, 3, 3, 3}));
  EXPECT_EQ(pad("wrap", x, {2, 4}), (Numbers{2, 3, 1, 2, 3, 1, 2, 3, 1}));
  EXPECT_EQ(pad("constant", x, {-1, 1}), (Numbers{2, 3, 0}));
  EXPECT_EQ(pad("edge", x, {-1, 2}), (Numbers{2, 3, 3, 3}));
  EXPECT_EQ(values("pad", {}, ramp({1, 2}), ints({1, 1}), floats({}, {7}), ints({-1})),
            (Numbers{7, 0, 1, 7}));
  EXPECT_EQ(failureOf("pad", attrs({{"mode", "reflect"}}), ramp({0}), ints({1, 1})),
            "[pad_c6] dim 0 has no element to make a border of");
}

TEST(Movement, ConcatTileExpand) {
  EXPECT_EQ(
      values("concat", attrs({{"axis", 1}}), ramp({2, 2}), ramp({2, 0}), floats({2, 1}, {8, 9})),
      (Numbers{0, 1, 8, 2, 3, 9}));
  EXPECT_EQ(values("tile", {}, ramp({1, 2}), ints({2, 2})), (Numbers{0, 1, 0, 1, 0, 1, 0, 1}));
  EXPECT_EQ(values("expand", {}, ramp({2, 1}), ints({2, 1, 2})), (Numbers{0, 0, 1, 1, 0, 0, 1, 1}));
}

TEST(Movement, SplitGivesEveryPart) {
  OpUnderTest split("split", attrs({{"axis", -1}}), 2);
  auto parts = split.operand(ramp({2, 3})).run();
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].toDoubles(), (Numbers{0, 1, 3, 4}));
  EXPECT_EQ(parts[1].toDoubles(), (Numbers{2, 5}));
}

TEST(Movement, Gathers) {
  EXPECT_EQ(values("gather", attrs({{"axis", 1}}), ramp({2, 3}), ints({-1, 0})),
            (Numbers{2, 0, 5, 3}));
  EXPECT_EQ(values("gather", {}, ramp({3, 2}), Tensor::scalar<int64_t>(1)), (Numbers{2, 3}));
  EXPECT_EQ(values("gather_elements", attrs({{"axis", 0}}), ramp({2, 2}),
                   Tensor::of<int64_t>({2, 2}, {1, 0, -2, 1})),
            (Numbers{2, 1, 0, 3}));
  EXPECT_EQ(values("gather_nd", {}, ramp({2, 2, 2}), Tensor::of<int64_t>({2, 2}, {0, 1, 1, 0})),
            (Numbers{2, 3, 4, 5}));
  EXPECT_EQ(values("gather_nd", attrs({{"batch_dims", 1}}), ramp({2, 2, 2}),
                   Tensor::of<int64_t>({2, 1}, {1, 0})),
            (Numbers{2, 3, 4, 5}));
  EXPECT_EQ(failureOf("gather", {}, ramp({3}), ints({3})), "[gather_c9] position 3 of 3 elements");
}

TEST(Movement, BlocksOfChannelsAndPixels) {
  Tensor x = ramp({1, 8, 1, 1});
  AttrDict dcr = attrs({{"blocksize", 2}}), crd = attrs({{"blocksize", 2}, {"mode", "CRD"}});
  EXPECT_EQ(values("depth_to_space", dcr, x), (Numbers{0, 2, 4, 6, 1, 3, 5, 7}));
  EXPECT_EQ(values("depth_to_space", crd, x), (Numbers{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(values("space_to_depth", dcr, floats({1, 2, 2, 2}, {0, 2, 4, 6, 1, 3, 5, 7})),
            (Numbers{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(Movement, SequencesTrianglesAndCentres) {
  EXPECT_EQ(values("reverse_sequence", attrs({{"batch_axis", 0}, {"time_axis", 1}}), ramp({2, 3}),
                   ints({2, 3})),
            (Numbers{1, 0, 2, 5, 4, 3}));
  EXPECT_EQ(values("trilu", {}, ramp({2, 3})), (Numbers{0, 1, 2, 0, 4, 5}));
  EXPECT_EQ(values("trilu", attrs({{"upper", 0}}), ramp({2, 3}), Tensor::scalar<int64_t>(1)),
            (Numbers{0, 1, 0, 3, 4, 5}));
  EXPECT_EQ(values("trilu", {}, ramp({2, 2}), Tensor::scalar<int64_t>(INT64_MAX)),
            (Numbers{0, 0, 0, 0}));
  EXPECT_EQ(values("center_crop_pad", {}, ramp({4, 2}), ints({1, 5})), (Numbers{0, 2, 3, 0, 0}));
}

TEST(Movement, ChosenElements) {
  Tensor condition = Tensor::of<bool>({3}, {false, true, true});
  EXPECT_EQ(values("compress", attrs({{"axis", 1}}), ramp({2, 3}), condition),
            (Numbers{1, 2, 4, 5}));
  EXPECT_EQ(values("compress", {}, ramp({2, 2}), condition), (Numbers{1, 2}));
  EXPECT_EQ(values("one_hot", attrs({{"axis", 0}}), ints({1, -1, 7}), Tensor::scalar<int64_t>(3),
                   floats({2}, {-1, 5})),
            (Numbers{-1, -1, -1, 5, -1, -1, -1, 5, -1}));
  OpUnderTest nonZero("non_zero");
  auto found = nonZero.operand(floats({2, 2}, {0, 3, 4, 0})).run();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].toInts(), (std::vector<int64_t>{0, 1, 1, 0}));
}

TEST(Movement, MadeTensors) {
  EXPECT_EQ(values("shape", attrs({{"start", 1}}), ramp({2, 3, 4})), (Numbers{3, 4}));
  EXPECT_EQ(values("size", {}, ramp({2, 3})), (Numbers{6}));
  EXPECT_EQ(values("constant_of_shape", attrs({{"value", floats({1}, {2.5})}}), ints({2})),
            (Numbers{2.5, 2.5}));
  EXPECT_EQ(values("range", {}, floats({}, {1}), floats({}, {2}), floats({}, {0.25})),
            (Numbers{1, 1.25, 1.5, 1.75}));
  EXPECT_EQ(values("eye_like", attrs({{"k", 1}, {"dtype", "i64"}}), ramp({2, 3})),
            (Numbers{0, 1, 0, 0, 0, 1}));
}

TEST(Movement, Scatters) {
  Tensor rows = Tensor::of<int64_t>({1, 3}, {1, 0, -1});
  EXPECT_EQ(values("scatter_elements", {}, ramp({2, 3}), rows, floats({1, 3}, {7, 8, 9})),
            (Numbers{0, 8, 2, 7, 4, 9}));
  EXPECT_EQ(values("scatter_elements", attrs({{"reduction", "add"}}), ramp({3}), ints({1, 1}),
                   floats({2}, {10, 20})),
            (Numbers{0, 31, 2}));
  EXPECT_EQ(values("scatter_nd", attrs({{"reduction", "max"}}), ramp({2, 2}),
                   Tensor::of<int64_t>({1, 1}, {1}), floats({1, 2}, {9, 1})),
            (Numbers{0, 1, 9, 3}));
  EXPECT_EQ(failureOf("scatter_nd", {}, ramp({2}), Tensor::of<int64_t>({1, 1}, {2}), ramp({1})),
            "[scatter_nd_c9] position 2 of 2 elements");
}

TEST(Movement, StringsMove) {
  OpUnderTest concat("concat", attrs({{"axis", 0}}));
  concat.operand(Tensor::strings({1}, {"a"})).operand(Tensor::strings({2}, {"b", "c"}));
  auto got = concat.run();
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].strings()[2], "c");
}

TEST(Movement, EmptyTensorsCostNothing) {
  // Tables and maps are as long as the result, not as its longest dim.
  EXPECT_EQ(
      values("pad", attrs({{"mode", "edge"}}), ramp({0, 2}), ints({0, 0, 0, int64_t(1) << 40})),
      Numbers());
  EXPECT_EQ(values("reshape", {}, ramp({0, 3}), ints({0, 7})), Numbers());
}

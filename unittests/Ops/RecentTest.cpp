// Ops of opsets after 22, and what these opsets added to older ops, from their definitions.
#include "OpUnderTest.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace fixcon;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

Tensor number(int64_t value) { return Tensor::scalar(value); }

using List = std::vector<double>;

} // namespace

TEST(Recent, BitCast) {
  auto to = [](const char *dtype) { return attrs({{"to", dtype}}); };
  EXPECT_EQ(computed("bit_cast", to("i32"), {floats({2}, {1, -2})}),
            (List{double(0x3f800000), double(int32_t(0xc0000000))}));
  EXPECT_EQ(computed("bit_cast", to("f32"), {Tensor::of<int32_t>({1}, {0x40490fdb})}),
            (List{double(0x1.921fb6p1)}));
  EXPECT_EQ(computed("bit_cast", to("i8"), {Tensor::of<uint8_t>({2}, {255, 1})}), (List{-1, 1}));
  Tensor nibbles = Tensor::of<int64_t>({3}, {-1, 7, -8}).converted(DType::I4);
  EXPECT_EQ(computed("bit_cast", to("u4"), {nibbles}), (List{15, 7, 8}));
  EXPECT_EQ(computed("bit_cast", to("f4e2m1"), {nibbles}), (List{-6, 6, 0}));
  EXPECT_EQ(rejected("bit_cast", to("string"), {nibbles}), "bit_cast_c1");
  EXPECT_EQ(rejected("bit_cast", to("i8"), {nibbles}), "bit_cast_c2");
  OpUnderTest open("bit_cast", to("bf16"));
  EXPECT_EQ(open.operand(Type::tensor(DType::F16, Dims{Dim::symbol("N")})).infer(), "bf16[N]");
}

TEST(Recent, RunningProducts) {
  Tensor x = floats({3}, {1, 2, 3});
  EXPECT_EQ(computed("cum_prod", {}, {x, number(0)}), (List{1, 2, 6}));
  EXPECT_EQ(computed("cum_prod", attrs({{"exclusive", 1}}), {x, number(0)}), (List{1, 1, 2}));
  AttrDict back = attrs({{"exclusive", 1}, {"reverse", 1}});
  EXPECT_EQ(computed("cum_prod", back, {x, number(-1)}), (List{6, 3, 1}));
  EXPECT_EQ(computed("cum_prod", {}, {ramp({2, 2}), number(0)}), (List{0, 1, 0, 3}));
  EXPECT_EQ(rejected("cum_prod", {}, {x, ints({0, 0})}), "cum_prod_c1");
  EXPECT_EQ(rejected("cum_prod", {}, {x, number(1)}), "cum_prod_c2");
}

TEST(Recent, CacheUpdates) {
  Tensor cache = ramp({2, 3, 1}), update = floats({2, 2, 1}, {10, 11, 12, 13});
  AttrDict circular = attrs({{"mode", "circular"}});
  EXPECT_EQ(computed("tensor_scatter", {}, {cache, update}), (List{10, 11, 2, 12, 13, 5}));
  EXPECT_EQ(computed("tensor_scatter", {}, {cache, update, ints({1, 0})}),
            (List{0, 10, 11, 12, 13, 5}));
  EXPECT_EQ(computed("tensor_scatter", circular, {cache, update, ints({2, 4})}),
            (List{11, 1, 10, 3, 12, 13}));
}

TEST(Recent, CacheConstraints) {
  Tensor cache = ramp({2, 3, 1}), update = ramp({2, 2, 1});
  auto scatter = [](AttrDict a, std::initializer_list<Tensor> operands) {
    return rejected("tensor_scatter", std::move(a), operands);
  };
  EXPECT_EQ(scatter(attrs({{"mode", "round"}}), {cache, update}), "tensor_scatter_c1");
  EXPECT_EQ(scatter({}, {cache, ints({1})}), "tensor_scatter_dtype");
  EXPECT_EQ(scatter(attrs({{"axis", 0}}), {cache, update}), "tensor_scatter_c3");
  EXPECT_EQ(scatter({}, {cache, ramp({2, 4, 1})}), "tensor_scatter_c4");
  EXPECT_EQ(scatter({}, {cache, update, ints({0})}), "tensor_scatter_c5");
  EXPECT_EQ(scatter({}, {cache, update, ints({0, 2})}), "tensor_scatter_c6");
  EXPECT_EQ(scatter({}, {cache, update, ints({-1, 0})}), "tensor_scatter_c6");
}

TEST(Recent, CastsToPowersOfTwo) {
  Tensor x = floats({6}, {0, 0.124, 1, 1.1, 1.5, inf});
  auto rounded = [&](const char *mode, int64_t saturate) {
    return computed("cast", attrs({{"to", "f8e8m0"}, {"round_mode", mode}, {"saturate", saturate}}),
                    {x});
  };
  EXPECT_EQ(rounded("up", 1), (List{0x1p-127, 0.125, 1, 2, 2, 0x1p127}));
  EXPECT_EQ(rounded("down", 1), (List{0x1p-127, 0.0625, 1, 1, 1, 0x1p127}));
  auto nearest = rounded("nearest", 0); // who stores it rounds it
  EXPECT_TRUE(std::isnan(nearest[0]) && std::isnan(nearest[5]));
  EXPECT_EQ(roundTo(DType::F8E8M0, nearest[3]), 1);
  EXPECT_EQ(roundTo(DType::F8E8M0, nearest[4]), 2);
}

TEST(Recent, CastsKeepInfinitiesUnlessTheySaturate) {
  Tensor x = floats({3}, {inf, 1e6, -inf});
  AttrDict a = attrs({{"to", "f8e5m2"}, {"saturate", 0}});
  EXPECT_EQ(computed("cast", a, {x}), (List{inf, inf, -inf}));
  EXPECT_EQ(computed("cast", attrs({{"to", "f8e5m2"}}), {x}), (List{57344, 57344, -57344}));
  EXPECT_EQ(roundTo(DType::F8E5M2, inf), inf);
  EXPECT_EQ(x.converted(DType::F8E5M2).toDouble(2), -inf);
}

TEST(Recent, ShiftsBeyondTheWidth) {
  AttrDict right = attrs({{"direction", "RIGHT"}}), left = attrs({{"direction", "LEFT"}});
  Tensor x = ints({-8, 8, -1}), by = ints({64, 99, -1});
  EXPECT_EQ(computed("bit_shift", right, {x, by}), (List{-1, 0, -1}));
  EXPECT_EQ(computed("bit_shift", left, {x, by}), (List{0, 0, 0}));
}

TEST(Recent, DepthInTheOrderOfModeCRD) {
  AttrDict a = attrs({{"blocksize", 2}, {"mode", "CRD"}});
  Tensor x = ramp({1, 2, 2, 2});
  EXPECT_EQ(computed("space_to_depth", a, {x}), (List{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(computed("space_to_depth", attrs({{"blocksize", 2}}), {x}),
            (List{0, 4, 1, 5, 2, 6, 3, 7}));
  EXPECT_EQ(rejected("space_to_depth", attrs({{"blocksize", 2}, {"mode", "RCD"}}), {x}),
            "space_to_depth_c3");
}

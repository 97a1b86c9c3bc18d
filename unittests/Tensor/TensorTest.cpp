// Tensors: sharing, copy on write, views, conversions, hashes, sizes.
#include "fixcon/Tensor/Tensor.h"

#include "fixcon/Support/Random.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <stdexcept>
#include <thread>

namespace fixcon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class From, class To> std::vector<To> convert(std::vector<From> values, DType to) {
  auto size = static_cast<int64_t>(values.size());
  Tensor out = Tensor::of<From>({size}, values).converted(to);
  auto data = out.data<To>();
  return {data.begin(), data.end()};
}

TEST(Tensor, ElementsOfAnotherSizeAreRefusedInEveryBuild) {
  Tensor bytes = Tensor::of<int8_t>({2}, {1, 2});
  EXPECT_THROW(bytes.data<double>(), std::logic_error);
  EXPECT_THROW(bytes.mutableData<float>(), std::logic_error);
  EXPECT_THROW(bytes.strings(), std::logic_error);
  EXPECT_THROW(bytes.reshaped({3}), std::logic_error);
  EXPECT_THROW(bytes.bitcast(DType::F32), std::logic_error);
  EXPECT_THROW(Tensor::strings({1}, {"a"}).toDouble(0), std::logic_error);
  EXPECT_THROW(Tensor::of<float>({3}, {1, 2}), std::logic_error);
  EXPECT_THROW(Tensor(DType::F32, {-1}), std::logic_error);
}

TEST(Tensor, SizesAreChecked) {
  EXPECT_EQ(elementCount(Shape{2, 3}), 6);
  EXPECT_EQ(elementCount(Shape{}), 1);
  EXPECT_EQ(elementCount(Shape{-1}), std::nullopt);
  EXPECT_EQ(storageSize(DType::F64, Shape{int64_t{1} << 61}), std::nullopt);
  EXPECT_EQ(storageSize(DType::C128, Shape{3}), 48);
  EXPECT_EQ(str(Shape{2, 3}), "2x3");
  EXPECT_EQ(str(Shape{}), "scalar");
  EXPECT_EQ(stridesOf(Shape{2, 3, 4}), (Shape{12, 4, 1}));
}

TEST(Tensor, StartsZeroedAndAligned) {
  Tensor t(DType::F32, {3, 5});
  EXPECT_EQ(reinterpret_cast<uintptr_t>(t.bytes().data()) % 64, 0u);
  for (float v : t.data<float>())
    EXPECT_EQ(v, 0);
  EXPECT_EQ(Tensor().size(), 0);
}

TEST(Tensor, CopiesShareUntilWritten) {
  Tensor a = Tensor::of<int32_t>({2}, {1, 2});
  Tensor b = a;
  EXPECT_TRUE(a.sharesStorageWith(b));
  b.mutableData<int32_t>()[0] = 7;
  EXPECT_FALSE(a.sharesStorageWith(b));
  EXPECT_EQ(a.toInts(), (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(b.toInts(), (std::vector<int64_t>{7, 2}));
  const std::byte *before = b.bytes().data();
  b.mutableData<int32_t>()[1] = 8;
  EXPECT_EQ(b.bytes().data(), before);
}

TEST(Tensor, StringsShareUntilWritten) {
  Tensor a = Tensor::strings({2}, {"x", "y"});
  Tensor b = a;
  b.mutableStrings()[0] = "z";
  EXPECT_EQ(a.strings()[0], "x");
  EXPECT_EQ(b.strings()[0], "z");
  EXPECT_FALSE(a.identical(b));
  EXPECT_NE(a.hash(), b.hash());
  EXPECT_TRUE(a.bytes().empty());
}

TEST(Tensor, ViewsKeepTheirOwnerAndAreNeverWrittenThrough) {
  auto memory = std::make_shared<std::vector<float>>(std::vector<float>{1, 2, 3});
  std::weak_ptr<std::vector<float>> watch = memory;
  Tensor view = Tensor::view(DType::F32, {3}, std::as_bytes(std::span(*memory)), memory);
  const float *place = memory->data();
  memory.reset();
  EXPECT_FALSE(watch.expired());
  EXPECT_EQ(view.data<float>().data(), place);
  view.mutableData<float>()[0] = 9;
  EXPECT_TRUE(watch.expired());
  EXPECT_EQ(view.toDoubles(), (std::vector<double>{9, 2, 3}));
}

TEST(Tensor, UnalignedViewsAreCopied) {
  alignas(8) std::byte raw[12]{};
  raw[1] = std::byte{1};
  Tensor view = Tensor::view(DType::I32, {2}, std::span(raw).subspan(1, 8), nullptr);
  EXPECT_EQ(view.toInts(), (std::vector<int64_t>{1, 0}));
}

TEST(Tensor, ReshapeAndBitcastShare) {
  Tensor a = Tensor::of<float>({2, 2}, {1, -0.0f, 0.1f, 2});
  Tensor flat = a.reshaped({4}), bits = a.bitcast(DType::U32);
  EXPECT_TRUE(flat.sharesStorageWith(a) && bits.sharesStorageWith(a));
  EXPECT_EQ(bits.toInt(1), 0x80000000);
  bits.mutableData<uint32_t>()[0] = 0;
  EXPECT_EQ(a.toDouble(0), 1);
}

TEST(Tensor, IdenticalMeansBits) {
  auto f = [](double v) { return Tensor::scalar(v); };
  EXPECT_TRUE(f(nan).identical(f(nan)));
  EXPECT_FALSE(f(0.0).identical(f(-0.0)));
  EXPECT_FALSE(Tensor::scalar(1.0f).identical(f(1)));
  EXPECT_FALSE(f(1).identical(f(1).reshaped({1})));
}

TEST(Tensor, HashFollowsEveryWrite) {
  Tensor a = Tensor::of<float>({2}, {1, 2});
  ContentHash first = a.hash();
  Tensor copy = a;
  a.mutableData<float>()[0] = 3;
  EXPECT_NE(a.hash(), first);
  EXPECT_EQ(copy.hash(), first);
  a.mutableData<float>()[0] = 1;
  EXPECT_EQ(a.hash(), first);
  EXPECT_NE(a.reshaped({1, 2}).hash(), first);
  EXPECT_NE(a.bitcast(DType::I32).hash(), first);
  EXPECT_EQ(a.bitcast(DType::I32).bytesHash(), a.bytesHash());
}

TEST(Tensor, HashIsComputedOnceForThreads) {
  Tensor a(DType::F32, {1 << 18});
  ContentHash expected = Tensor(DType::F32, {1 << 18}).hash(), other;
  Tensor copy = a;
  std::thread thread([&] { other = copy.hash(); });
  EXPECT_EQ(a.hash(), expected);
  thread.join();
  EXPECT_EQ(other, expected);
}

TEST(Conversion, FloatsToIntegersTruncateAndWrap) {
  EXPECT_EQ((convert<float, int8_t>({1.9f, -1.9f, 127, 128, 300, -129}, DType::I8)),
            (std::vector<int8_t>{1, -1, 127, -128, 44, 127}));
  EXPECT_EQ((convert<double, uint8_t>({-1, 256, nan}, DType::U8)),
            (std::vector<uint8_t>{255, 0, 0}));
  EXPECT_EQ((convert<double, uint64_t>({0x1p63, -1}, DType::U64)),
            (std::vector<uint64_t>{uint64_t{1} << 63, ~uint64_t{0}}));
  EXPECT_EQ((convert<int32_t, int8_t>({7, 8, -9}, DType::I4)), (std::vector<int8_t>{7, -8, 7}));
  EXPECT_EQ((convert<int32_t, uint8_t>({15, 16, -1}, DType::U4)),
            (std::vector<uint8_t>{15, 0, 15}));
  EXPECT_EQ((convert<int32_t, int8_t>({1, 2, 3}, DType::I2)), (std::vector<int8_t>{1, -2, -1}));
}

TEST(Conversion, ToBoolIsNotEqualZero) {
  EXPECT_EQ((convert<float, bool>({0, -0.0f, 0.25f, static_cast<float>(nan)}, DType::Bool)),
            (std::vector<bool>{false, false, true, true}));
  EXPECT_EQ((convert<int64_t, bool>({0, int64_t{1} << 40}, DType::Bool)),
            (std::vector<bool>{false, true}));
}

TEST(Conversion, LargeIntegersRoundOnce) {
  Random random(1);
  for (int i = 0; i < 20000; ++i) {
    // Most bits near a tie of f32, where rounding through f64 goes wrong.
    uint64_t u = (random.next() >> random.below(30)) & ~(uint64_t{0x3fffff} << 10);
    auto s = static_cast<int64_t>(random.next()) >> random.below(20);
    EXPECT_EQ((convert<uint64_t, float>({u}, DType::F32))[0], static_cast<float>(u)) << u;
    EXPECT_EQ((convert<int64_t, float>({s}, DType::F32))[0], static_cast<float>(s)) << s;
    EXPECT_EQ((convert<uint64_t, double>({u}, DType::F64))[0], static_cast<double>(u)) << u;
  }
  int64_t aboveTie = (int64_t{1} << 60) + (int64_t{1} << 36) + 1;
  EXPECT_EQ((convert<int64_t, float>({aboveTie}, DType::F32))[0], 0x1p60f + 0x1p37f);
}

TEST(Conversion, ReadsHalvesAndSmallFloats) {
  Tensor f8 = Tensor::of<float>({3}, {448, 0.3f, -1000}).converted(DType::F8E4M3FN);
  EXPECT_EQ(f8.toDoubles(), (std::vector<double>{448, 0.3125, -448}));
  EXPECT_EQ(f8.converted(DType::I32).toInts(), (std::vector<int64_t>{448, 0, -448}));
  Tensor half = Tensor::of<double>({2}, {0.1, 1e6}).converted(DType::F16);
  EXPECT_EQ(half.toDouble(0), 0.0999755859375);
  EXPECT_TRUE(std::isinf(half.toDouble(1)));
  EXPECT_EQ(half.converted(DType::BF16).toDouble(0), 0.10009765625);
}

TEST(Conversion, NamesAndClassesOfDTypes) {
  for (unsigned i = 0; i <= static_cast<unsigned>(DType::String); ++i) {
    auto type = static_cast<DType>(i);
    EXPECT_EQ(dtypeByName(name(type)), type);
    EXPECT_EQ(isFloat(type), name(type)[0] == 'f' || name(type).starts_with("bf"));
  }
  EXPECT_EQ(dtypeByName("float"), std::nullopt);
}

} // namespace
} // namespace fixcon

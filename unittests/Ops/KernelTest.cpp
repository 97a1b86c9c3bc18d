// Kernels of integers. Numbers are what the interpreter's reference kernels give, or follow from the definition where grids
// have a step of one.
#include "OpUnderTest.h"

#include <cmath>
#include <complex>

using namespace fixcon;

namespace {

using Ints = std::vector<int64_t>;

Tensor whole(DType dtype, Shape shape, const Ints &values) {
  return Tensor::of<int64_t>(std::move(shape), values).converted(dtype);
}

Tensor line(DType dtype, const Ints &values) {
  return whole(dtype, {static_cast<int64_t>(values.size())}, values);
}

AttrDict grids(Attribute::Floats scales, Attribute::Ints zeroPoints) {
  return attrs({{"scales", std::move(scales)}, {"zero_points", std::move(zeroPoints)}});
}

AttrDict with(AttrDict dict, const char *name, Attribute value) {
  dict.set(name, std::move(value));
  return dict;
}

AttrDict ones(size_t count) {
  return grids(Attribute::Floats(count, 1.0), Attribute::Ints(count, 0));
}

} // namespace

TEST(Kernel, FunctionsOfTwoBytes) {
  const double fine = 0x1p-15;
  auto of = [](const char *op, AttrDict a, const Ints &x) {
    Tensor q = line(DType::I16, x);
    return computed(op, std::move(a), q, q);
  };
  AttrDict roots = grids({0.00016754661919549108, 8.664910274092108e-05}, {0, 0});
  EXPECT_EQ(of("kernel_curve", with(roots, "function", "rsqrt"), {29691, 7814, 1485}),
            (std::vector<double>{5175, 10087, 23149}));
  AttrDict powers = grids({0.00012193101429147646, 0.0016584638506174088}, {0, 0});
  EXPECT_EQ(of("kernel_curve", powers, {31053, 14704, -12261}),
            (std::vector<double>{26584, 3622, 135}));
  EXPECT_EQ(of("kernel_sigmoid", grids({0x1p-12, fine}, {0, 0}), {25522, -27743, 8885}),
            (std::vector<double>{32704, 38, 29408}));
  AttrDict tangent = with(grids({0.0001215537849930115, fine}, {0, 0}), "tanh", true);
  EXPECT_EQ(of("kernel_sigmoid", tangent, {-16763, 2993, 1229}),
            (std::vector<double>{-31673, 11422, 4860}));
}

TEST(Kernel, Softmax) {
  // Equal numbers share what there is; one far below has the least.
  AttrDict a = grids({0x1p-11, 0x1p-15}, {0, 0});
  Tensor x = line(DType::I16, {100, 100, -32768});
  std::vector<double> y = computed("kernel_softmax", a, x, x);
  ASSERT_EQ(y.size(), 3u);
  EXPECT_EQ(y[0], y[1]);
  EXPECT_NEAR(y[0], 16384, 2);
  EXPECT_LE(y[2], 1);
}

TEST(Kernel, Elementwise) {
  Tensor x = line(DType::I8, {-8, 6}), slope = line(DType::I8, {2});
  EXPECT_EQ(computed("kernel_prelu", grids({0.5, 0.25, 0.5}, {0, 0, 0}), x, x, slope),
            (std::vector<double>{-4, 6}));
  EXPECT_EQ(
      computed("kernel_prelu", with(grids({0.5, 0.25, 0.5}, {0, 0, 0}), "high", 2.0), x, x, slope),
      (std::vector<double>{-4, 4}));
  Tensor a = line(DType::U8, {6, 9, 200}), b = line(DType::U8, {2, 3, 1});
  EXPECT_EQ(computed("kernel_div", ones(3), a, a, b), (std::vector<double>{3, 3, 200}));
  Tensor p = line(DType::I16, {22770, -29289, 31340}), q = line(DType::I16, {26968, 1911, -28696});
  EXPECT_EQ(computed("kernel_shifted_sum", grids({0x1p-12, 0x1p-11, 0x1p-11}, {0, 0, 0}), p, p, q),
            (std::vector<double>{32767, -12734, -13026}));
}

TEST(Kernel, Reductions) {
  Tensor row = line(DType::I8, {-55, -83, -120, 51});
  EXPECT_EQ(computed("kernel_norm", grids({0.0273873470723629, 0.0078125}, {-19, 0}), row, row),
            (std::vector<double>{-32, -57, -90, 63}));
  Tensor factors = whole(DType::I8, {2, 2}, {2, 3, 4, 5}), products = line(DType::I8, {0, 0});
  EXPECT_EQ(
      computed("kernel_product", with(ones(2), "axes", Attribute::Ints{1}), products, factors),
      (std::vector<double>{6, 20}));
}

TEST(Kernel, Resize) {
  auto wide = [](DType dtype, AttrDict a) {
    return computed("kernel_resize", std::move(a), Tensor(dtype, {1, 1, 4, 1}),
                    whole(dtype, {1, 1, 2, 1}, {0, 100}));
  };
  EXPECT_EQ(wide(DType::I8, ones(2)), (std::vector<double>{0, 50, 100, 100}));
  EXPECT_EQ(wide(DType::I8, with(ones(2), "align_corners", true)),
            (std::vector<double>{0, 33, 67, 100}));
  EXPECT_EQ(wide(DType::U8, with(ones(2), "half_pixel", true)),
            (std::vector<double>{0, 25, 75, 100}));
}

TEST(Kernel, FiltersOverTime) {
  Tensor meant(DType::I8, {1, 2});
  EXPECT_EQ(computed("kernel_svdf", ones(6), meant, whole(DType::I8, {1, 2}, {1, 2}),
                     whole(DType::I8, {2, 2}, {1, 0, 0, 1}),
                     whole(DType::I16, {2, 2}, {1, 1, 1, 1}), line(DType::I32, {10, 20}),
                     whole(DType::I16, {1, 4}, {5, 7, 9, 11})),
            (std::vector<double>{18, 33}));
}

TEST(Kernel, RoundedRows) {
  double step = static_cast<double>(2.0F / 127);
  expectNear(computed("rounded_rows", {}, floats({2, 3}, {1, -2, 0.5, 0, 0, 0})),
             {64 * step, -127 * step, 32 * step, 0, 0, 0});
  AttrDict plain = attrs({{"symmetric", false}});
  expectNear(computed("rounded_rows", plain, floats({1, 3}, {0, 100.4, 255})), {0, 100, 255});
  // Rows along another axis, and rows of several axes.
  expectNear(computed("rounded_rows", with(plain, "axis", 0), floats({2, 2}, {0, 0.6, 255, 510})),
             {0, 0, 255, 510});
  expectNear(
      computed("rounded_rows", with(plain, "length", -1), floats({1, 2, 2}, {0, 1.4, 255, 3})),
      {0, 1, 255, 3});
}

TEST(Kernel, Rejects) {
  Tensor q = line(DType::I16, {1});
  rejects("kernel_curve_c1", "kernel_curve", grids({1}, {0}), q, q);
  rejects("kernel_curve_c2", "kernel_curve", with(ones(2), "function", "log"), q, q);
}

// The second box covers the first by 1/3, the third is apart.
TEST(Kernel, Boxes) {
  Tensor boxes = floats({3, 4}, {0, 0, 1, 2, 0, 1, 1, 3, 5, 5, 6, 6}),
         scores = floats({3}, {0.9, 0.8, 0.5});
  auto kept = [&](double overlap, double sigma) {
    OpUnderTest test("soft_non_max_suppression", {}, 3);
    return test.operand(boxes)
        .operand(scores)
        .operand(ints({3}))
        .operand(floats({}, {overlap}))
        .operand(floats({}, {0}))
        .operand(floats({}, {sigma}))
        .run();
  };
  auto hard = kept(0.25, 0);
  ASSERT_EQ(hard.size(), 3u);
  EXPECT_EQ(hard[0].toInts(), (Ints{0, 2, 0}));
  EXPECT_EQ(hard[2].toInt(0), 2);
  auto soft = kept(1, 0.5);
  ASSERT_EQ(soft.size(), 3u);
  EXPECT_EQ(soft[0].toInts(), (Ints{0, 1, 2}));
  EXPECT_NEAR(soft[1].toDouble(1), static_cast<double>(0.8F) * std::exp(-1.0 / 9), 1e-12);
  OpUnderTest test("soft_non_max_suppression", {}, 3);
  EXPECT_EQ(rejected(test.operand(boxes).operand(scores).operand(ints({-1}))),
            "soft_non_max_suppression_c1");
}

// Anchors of size 1 about (0.5, 0.5), about the same a little aside, and about (3.5, 0.5); the background is the first class.
TEST(Kernel, Detections) {
  Tensor encodings = floats({1, 3, 4}, std::vector<double>(12, 0)),
         scores = floats({1, 3, 3}, {0, 0.75, 0.25, 0, 0.5, 0.625, 0, 0.125, 0.5}),
         anchors = floats({3, 4}, {0.5, 0.5, 1, 1, 0.5, 0.75, 1, 1, 3.5, 0.5, 1, 1});
  auto found = [&](bool regular) {
    OpUnderTest test("detection_postprocess",
                     attrs({{"max_detections", 3},
                            {"num_classes", 2},
                            {"nms_score_threshold", 0.3},
                            {"nms_iou_threshold", 0.5},
                            {"use_regular_nms", regular}}),
                     4);
    return test.operand(encodings).operand(scores).operand(anchors).run();
  };
  auto best = found(false);
  ASSERT_EQ(best.size(), 4u);
  expectNear(best[0].toDoubles(), {0, 0, 1, 1, 3, 0, 4, 1, 0, 0, 0, 0});
  expectNear(best[1].toDoubles(), {0, 1, 0});
  expectNear(best[2].toDoubles(), {0.75, 0.5, 0});
  expectNear(best[3].toDoubles(), {2});
  auto each = found(true);
  ASSERT_EQ(each.size(), 4u);
  expectNear(each[0].toDoubles(), {0, 0, 1, 1, 0, 0.25, 1, 1.25, 3, 0, 4, 1});
  expectNear(each[1].toDoubles(), {0, 1, 1});
  expectNear(each[2].toDoubles(), {0.75, 0.625, 0.5});
  OpUnderTest test("detection_postprocess", {}, 4);
  EXPECT_EQ(rejected(test.operand(encodings).operand(scores).operand(anchors)),
            "detection_postprocess_c1");
}

TEST(Kernel, Complex) {
  Tensor parts = floats({2, 2}, {1, 2, 3, -4});
  OpUnderTest join("complex_of_parts");
  std::vector<Tensor> z = join.operand(parts).run();
  ASSERT_EQ(z.size(), 1u) << join.message;
  EXPECT_EQ(z[0].dtype(), DType::C64);
  EXPECT_EQ(z[0].data<std::complex<float>>()[1], std::complex<float>(3, -4));
  expectNear(computed("complex_parts", {}, z[0]), {1, 2, 3, -4});
  rejects("complex_of_parts_c1", "complex_of_parts", {}, floats({3}, {1, 2, 3}));
}

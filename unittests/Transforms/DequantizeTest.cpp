// What dequantize makes computes what the integers computed: exactly, but for results that lie midway between two steps.
#include "RunGraph.h"

#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Tensor/Quantize.h"
#include "fixcon/Transforms/Normalize.h"

#include <cmath>

namespace fixcon {
namespace {

/// QDQ, QLinear, integer and dynamic arithmetic in a row; the last grid has steps of 0.05.
constexpr const char *text = R"(
graph @m(%x: f32[1,3,5,5]) {
  weight %xs : f32[] = dense<0.031>
  weight %xz : u8[] = dense<121>
  weight %w : i8[4,3,3,3] = splat<0>
  weight %ws : f32[4] = dense<[0.011, 0.007, 0.013, 0.009]>
  weight %wz : i8[4] = dense<[0, 0, 0, 0]>
  weight %b : i32[4] = dense<[90, -70, 30, 0]>
  weight %ys : f32[] = dense<0.043>
  weight %yz : u8[] = dense<101>
  weight %sizes : i64[2] = dense<[4, 9]>
  weight %m : u8[9,6] = splat<0>
  weight %mz : u8[6] = dense<[120, 127, 128, 130, 131, 140]>
  weight %ms : f32[] = dense<0.012>
  weight %os : f32[] = dense<0.05>
  weight %oz : i8[] = dense<-3>
  %q = quantize_linear %x, %xs, %xz
  %c = q_linear_conv %q, %xs, %xz, %w, %ws, %wz, %ys, %yz, %b
  %f = reshape %c, %sizes
  %r = dequantize_linear %f, %ys, %yz
  %d, %s, %z = dynamic_quantize_linear %r
  %i = mat_mul_integer %d, %m, %z, %mz
  %real = cast %i {to = "f32"}
  %t = mul %s, %ms
  %p = mul %real, %t
  %o = quantize_linear %p, %os, %oz
  %y = dequantize_linear %o, %os, %oz
  return %y
}
)";

Tensor randomIntegers(const Tensor &like, Random &random) {
  Tensor out(DType::F64, like.shape());
  auto [low, high] = rangeOf(like.dtype());
  for (double &v : out.mutableData<double>())
    v = static_cast<double>(random.between(static_cast<int64_t>(low), static_cast<int64_t>(high)));
  return out.converted(like.dtype());
}

TEST(Dequantize, ComputesTheSameUpToMidwayResults) {
  constexpr double step = 0.05;
  int64_t moved = 0, count = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    Caught diags;
    auto module = parsed(text, diags);
    ASSERT_TRUE(module);
    Graph &exact = *module->graph("m");
    Random random(seed);
    for (const char *name : {"w", "m"})
      exact.value(name)->setTensor(randomIntegers(exact.value(name)->tensor(), random));
    ASSERT_TRUE(succeeded(inferTypes(exact))) << diags.text;
    Graph &real = *module->cloneGraph(exact, "real");
    ASSERT_TRUE(dequantize(real));
    eliminateDeadCode(real);
    for (const auto &op : real.ops())
      EXPECT_FALSE(op->name().starts_with("q_linear") || op->name().ends_with("_integer")) << op->name();
    auto x = randomArguments(exact, seed);
    auto a = outputsOf(exact, x), b = outputsOf(real, x);
    ASSERT_TRUE(!a.empty() && !b.empty()) << diags.text;
    for (int64_t i = 0; i < a.front().size(); ++i, ++count) {
      double off = std::fabs(a.front().toDouble(i) - b.front().toDouble(i));
      EXPECT_LT(off, 1.5 * step);
      moved += off > step / 2;
    }
  }
  EXPECT_LE(moved * 100, count);
}

} // namespace
} // namespace fixcon

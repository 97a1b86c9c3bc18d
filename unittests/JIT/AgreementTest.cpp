// Kernels compute what the reference computes, over random sizes, windows, groups and chains of what follows. That they
// take what they are meant for is part of it: a kernel that refuses leaves the reference to be compared with itself.
#include "RunGraph.h"

#include "fixcon/JIT/JIT.h"

namespace fixcon {
namespace {

/// Counts what kernels refuse.
class Counted final : public Kernel {
public:
  Counted(std::shared_ptr<const Kernel> kernel, std::atomic<int> &refused)
      : kernel(std::move(kernel)), refused(refused) {}
  std::optional<std::vector<RunValue>>
  run(std::span<const RunValue *const> operands) const override {
    auto results = kernel->run(operands);
    refused += !results;
    return results;
  }

private:
  std::shared_ptr<const Kernel> kernel;
  std::atomic<int> &refused;
};

class CountingProvider final : public KernelProvider {
public:
  explicit CountingProvider(std::shared_ptr<const KernelProvider> kernels)
      : kernels(std::move(kernels)) {}
  std::vector<PlanStep> schedule(const StepRequest &request) const override {
    auto steps = kernels->schedule(request);
    for (PlanStep &step : steps)
      if (step.kernel)
        step.kernel = std::make_shared<Counted>(step.kernel, refused);
      else
        ++without;
    return steps;
  }
  mutable std::atomic<int> refused = 0, without = 0;

private:
  std::shared_ptr<const KernelProvider> kernels;
};

/// Elements of `a` and `b` alike to `tolerance` of the largest.
void expectNear(const Tensor &a, const Tensor &b, double tolerance, const std::string &text) {
  ASSERT_EQ(a.shape(), b.shape()) << text;
  ASSERT_EQ(a.dtype(), b.dtype()) << text;
  double largest = 0;
  for (double v : a.toDoubles())
    largest = std::max(largest, std::isfinite(v) ? std::fabs(v) : 0);
  for (int64_t i = 0; i < a.size(); ++i) {
    double x = a.toDouble(i), y = b.toDouble(i);
    bool isSame = x == y || (std::isnan(x) && std::isnan(y));
    ASSERT_TRUE(isSame || std::fabs(x - y) <= tolerance * std::max(largest, 1e-30))
        << x << " and " << y << " at " << i << " of\n"
        << text;
  }
}

/// The module's @main on random arguments, in both numerics.
void expectAgreement(const std::string &text, uint64_t seed, std::string_view machine = "native") {
  Caught diags;
  auto module = parsed(text, diags);
  ASSERT_TRUE(module);
  const Graph &graph = *module->graph("main");
  auto arguments = randomArguments(graph, seed);
  for (Numerics numerics : {Numerics::Exact, Numerics::Typed}) {
    ExecOptions options;
    options.numerics = numerics;
    auto provider = std::make_shared<CountingProvider>(jitKernels(machine));
    auto reference = makeReferenceExecutor(graph, options),
         jit = makeExecutor(graph, options, provider);
    ASSERT_TRUE(succeeded(reference) && succeeded(jit));
    auto expected = (*reference)->runOutputs(arguments), got = (*jit)->runOutputs(arguments);
    ASSERT_TRUE(succeeded(expected) && succeeded(got)) << diags.text << text;
    for (size_t i = 0; i < expected->size(); ++i)
      expectNear((*expected)[i], (*got)[i], numerics == Numerics::Exact ? 1e-13 : 2e-5, text);
    EXPECT_EQ(provider->refused, 0) << text;
    EXPECT_EQ(provider->without, 0) << text;
  }
}

std::string list(std::initializer_list<int64_t> values) {
  std::string text;
  for (int64_t v : values)
    text += (text.empty() ? "" : ", ") + std::to_string(v);
  return "[" + text + "]";
}

std::string type(std::initializer_list<int64_t> dims) {
  std::string text = "f32[";
  for (int64_t v : dims)
    text += (text.back() == '[' ? "" : ",") + std::to_string(v);
  return text + "]";
}

/// A convolution, and what may follow it.
std::string drawConvolution(Random &random) {
  auto pick = [&](std::initializer_list<int64_t> from) {
    return from.begin()[random.below(from.size())];
  };
  int64_t kind = random.between(0, 3), groups = 1, in, out;
  if (kind == 0) { // depthwise
    in = out = groups = pick({3, 8, 16, 20});
  } else if (kind == 1) { // few channels in each group
    groups = pick({8, 16});
    in = groups * pick({1, 2, 4});
    out = groups * pick({1, 2, 3});
  } else {
    groups = kind == 2 ? 1 : 2;
    in = groups * pick({8, 16, 32});
    out = groups * pick({8, 16, 40});
    if (kind == 2)
      in = pick({1, 3, 5, 8, 20, 33, 64}), out = pick({1, 4, 8, 10, 24, 40});
  }
  int64_t n = random.between(1, 2), kh = random.between(1, 4), kw = random.between(1, 5);
  int64_t sh = random.between(1, 2), sw = random.between(1, 3), dh = random.between(1, 2),
          dw = random.between(1, 2);
  int64_t top = random.between(0, 2), left = random.between(0, 3), bottom = random.between(0, 2),
          right = random.between(0, 2);
  if (random.chance(0.3))
    kh = kw = sh = sw = 1, top = left = bottom = right = 0;
  int64_t h = (kh - 1) * dh + random.between(1, 9), w = (kw - 1) * dw + random.between(1, 20);
  int64_t oh = (h + top + bottom - (kh - 1) * dh - 1) / sh + 1,
          ow = (w + left + right - (kw - 1) * dw - 1) / sw + 1;
  std::string result = type({n, out, oh, ow}),
              text = "graph @main(%x: " + type({n, in, h, w}) + ", %r: " + result + ") {\n";
  text += "  weight %w : " + type({out, in / groups, kh, kw}) +
          " = seeded<1>\n  weight %b : " + type({out}) + " = seeded<2>\n";
  text += "  weight %s : " + type({1, out, 1, 1}) +
          " = seeded<3>\n  weight %one : f32[] = dense<0.5>\n";
  text += "  %c = conv %x, %w" + std::string(random.chance(0.5) ? ", %b" : "") +
          " {group = " + std::to_string(groups) + ", strides = " + list({sh, sw}) +
          ", dilations = " + list({dh, dw}) + ", pads = " + list({top, left, bottom, right}) +
          "} : " + result + "\n";
  std::string last = "%c";
  int64_t following = random.between(0, 4);
  const char *chain[] = {"relu @", "mul @, %s", "add @, %r", "sigmoid @", "clip @, _, %one"};
  for (int64_t i = 0; i < following; ++i) {
    std::string op = chain[random.below(5)], name = "%v" + std::to_string(i);
    op.replace(op.find('@'), 1, last);
    text += "  " + name + " = " + op + " : " + result + "\n";
    last = name;
  }
  return text + "  return " + last + "\n}\n";
}

TEST(Agreement, Convolution) {
  for (uint64_t seed = 1; seed <= 60 && !testing::Test::HasFailure(); ++seed) {
    Random random(seed);
    expectAgreement(drawConvolution(random), seed);
  }
}

/// Each level of the machine has vectors and registers of its own.
TEST(Agreement, Machines) {
  EXPECT_FALSE(jitKernels("none"));
  for (const char *machine : {"baseline", "avx2", "avx512"})
    for (uint64_t seed = 1; jitKernels(machine) && seed <= 8 && !testing::Test::HasFailure();
         ++seed) {
      Random random(seed);
      expectAgreement(drawConvolution(random), seed, machine);
    }
}

TEST(Agreement, MatrixProduct) {
  Random random(7);
  for (int i = 0; i < 24 && !testing::Test::HasFailure(); ++i) {
    int64_t rows = random.between(1, 15), inner = random.between(1, 150),
            columns = random.between(1, 70), b = random.between(1, 3);
    std::string weights = random.chance(0.5) ? "%x, %w" : "%x, %y";
    bool isWeight = weights.back() == 'w';
    std::string y = isWeight             ? type({inner, columns})
                    : random.chance(0.5) ? type({b, 1, inner, columns})
                                         : type({b, 2, inner, columns});
    std::string result = isWeight ? type({2, rows, columns}) : type({b, 2, rows, columns}),
                x = type({2, rows, inner});
    expectAgreement(
        "graph @main(%x: " + x + ", %y: " + y + ") {\n  weight %w : " + type({inner, columns}) +
            " = seeded<1>\n  weight %b : " + type({columns}) + " = seeded<2>\n  %p = mat_mul " +
            weights + " : " + result + "\n  %a = add %p, %b : " + result +
            "\n  %t = tanh %a : " + result + "\n  return %t\n}\n",
        static_cast<uint64_t>(i));
  }
}

/// One weight that two products read in different ways is packed in two ways.
TEST(Agreement, SharedWeight) {
  expectAgreement("graph @main(%x: f32[3,9]) {\n  weight %w : f32[9,9] = seeded<1>\n"
                  "  %p = mat_mul %x, %w : f32[3,9]\n  %g = gemm %x, %w {transB = 1} : f32[3,9]\n"
                  "  return %p, %g\n}\n",
                  1);
}

TEST(Agreement, Pools) {
  for (const char *op :
       {"max_pool %x {kernel_shape = [3, 3], strides = [2, 2], pads = [1, 1, 1, 1]} : "
        "f32[2,11,6,8]",
        "max_pool %x {kernel_shape = [2, 3], strides = [2, 2], ceil_mode = 1} : f32[2,11,6,7]",
        "average_pool %x {kernel_shape = [3, 3], pads = [1, 1, 1, 1]} : f32[2,11,11,15]",
        "average_pool %x {kernel_shape = [3, 3], pads = [1, 1, 1, 1], count_include_pad = 1} : "
        "f32[2,11,11,15]",
        "global_average_pool %x : f32[2,11,1,1]"})
    expectAgreement(
        "graph @main(%x: f32[2,11,11,15]) {\n  %y = " + std::string(op) + "\n  return %y\n}\n", 3);
}

/// Every way in which operands repeat, row by row and behind a convolution, whose result is in blocks.
TEST(Agreement, Broadcasting) {
  for (const char *other : {"f32[2,12,5,7]", "f32[12,1,1]", "f32[7]", "f32[2,12,1,1]", "f32[]",
                            "f32[1,1,5,7]", "f32[5,1]"})
    for (const char *first : {"%x", "%c"}) {
      std::string text =
          "graph @main(%x: f32[2,12,5,7], %y: " + std::string(other) + ") {\n" +
          "  weight %w : f32[12,12,1,1] = seeded<1>\n  %c = conv %x, %w : f32[2,12,5,7]\n" +
          "  %s = sub " + first +
          ", %y : f32[2,12,5,7]\n  %t = abs %s : f32[2,12,5,7]\n  return %t, %c\n}\n";
      expectAgreement(text, 5);
    }
}

/// Operations of formulas one by one, at numbers that need care.
TEST(Agreement, Formulas) {
  for (const char *op :
       {"relu",  "sigmoid", "tanh",  "erf",  "exp",  "sign",       "abs",  "neg",
        "floor", "ceil",    "round", "sqrt", "log",  "hard_swish", "gelu", "softplus",
        "elu",   "selu",    "mish",  "sin",  "atan", "reciprocal"}) {
    Caught diags;
    auto module = parsed("graph @main(%x: f32[11]) {\n  %y = " + std::string(op) +
                             " %x : f32[11]\n  return %y\n}\n",
                         diags);
    ASSERT_TRUE(module) << op;
    double inf = std::numeric_limits<double>::infinity(),
           nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<Tensor> arguments{
        Tensor::of<double>({11}, {0.0, -0.0, 1, -1.5, 2.5, 0.5, 1e-3, inf, -inf, nan, 88})
            .converted(DType::F32)};
    for (Numerics numerics : {Numerics::Exact, Numerics::Typed}) {
      ExecOptions options;
      options.numerics = numerics;
      auto reference = makeReferenceExecutor(*module->graph("main"), options);
      auto jit = makeJITExecutor(*module->graph("main"), options);
      auto expected = (*reference)->runOutputs(arguments), got = (*jit)->runOutputs(arguments);
      ASSERT_TRUE(succeeded(expected) && succeeded(got)) << op;
      for (int64_t i = 0; i < 11; ++i) {
        double a = expected->front().toDouble(i), b = got->front().toDouble(i);
        double allowed =
            (numerics == Numerics::Exact ? 1e-15 : 1e-6) * std::max(std::fabs(a), 1e-3);
        EXPECT_TRUE(a == b || (std::isnan(a) && std::isnan(b)) || std::fabs(a - b) <= allowed)
            << op << ": " << a << " and " << b << " of " << arguments.front().toDouble(i);
      }
    }
  }
}

} // namespace
} // namespace fixcon

// A graph cut anywhere computes what it computes whole, and each op alone what it computes inside.
#include "ExecTest.h"

#include "fixcon/JIT/JIT.h"
#include "fixcon/Support/Random.h"

using namespace fixcon;

static constexpr const char *network = R"(
graph @main(%x: f32[1,3,16,16]) {
  weight %w0 : f32[8,3,3,3] = seeded<1>
  weight %b0 : f32[8] = seeded<2>
  weight %w1 : f32[8,1,3,3] = seeded<3>
  weight %w2 : f32[6,8,1,1] = seeded<4>
  weight %scale : f32[6] = seeded<5>
  weight %mean : f32[6] = seeded<6>
  weight %variance : f32[6] = dense<[1.0, 2.0, 0.5, 0.25, 3.0, 1.5]>
  weight %fc : f32[6,10] = seeded<7>
  weight %shape : i64[2] = dense<[1, 6]>
  %c0 = conv %x, %w0, %b0 {strides = [2, 2], pads = [1, 1, 1, 1]} : f32[1,8,8,8]
  %r0 = relu %c0 : f32[1,8,8,8]
  %c1 = conv %r0, %w1 {group = 8, auto_pad = "SAME_UPPER"} : f32[1,8,8,8]
  %c2 = conv %c1, %w2 : f32[1,6,8,8]
  %n = batch_normalization %c2, %scale, %mean, %mean, %variance : f32[1,6,8,8]
  %p = max_pool %n {kernel_shape = [2, 2], strides = [2, 2]} : f32[1,6,4,4]
  %g = global_average_pool %p : f32[1,6,1,1]
  %f = reshape %g, %shape : f32[1,6]
  %m = mat_mul %f, %fc : f32[1,10]
  %s = softmax %m : f32[1,10]
  return %s
}
)";

static Tensor image() {
  Random random(7);
  std::vector<float> values(3 * 16 * 16);
  for (float &value : values)
    value = static_cast<float>(random.normal());
  return Tensor::of<float>({1, 3, 16, 16}, values);
}

namespace {

/// What every executor must do.
struct Manner {
  Numerics numerics;
  ExecutorFactory executor;
  ExecOptions options() const {
    ExecOptions o;
    o.numerics = numerics;
    return o;
  }
};

/// Every result of the network on one image.
struct Captured {
  ParsedModule m{network};
  std::vector<const Value *> values;
  std::unordered_map<const Value *, Tensor> tensors;

  explicit Captured(const Manner &manner) {
    for (const auto &op : m.graph().ops())
      values.push_back(op->result());
    auto executor = manner.executor(m.graph(), manner.options());
    auto all = (*executor)->run({{m.value("x"), image()}}, values);
    EXPECT_TRUE(succeeded(all)) << m.messages;
    tensors[m.value("x")] = image();
    for (size_t i = 0; succeeded(all) && i < values.size(); ++i)
      tensors[values[i]] = (*all)[i];
  }
  const Tensor &of(const Value *value) {
    return value->isWeight() ? value->tensor() : tensors.at(value);
  }
};

class CutTest : public testing::TestWithParam<Manner> {};

} // namespace

TEST_P(CutTest, eachOpAloneGivesTheCapturedOutput) {
  Captured captured(GetParam());
  auto executor = GetParam().executor(captured.m.graph(), GetParam().options());
  for (const auto &op : captured.m.graph().ops()) {
    Bindings operands;
    for (const Value *operand : op->operands())
      if (!operand->isWeight())
        operands[operand] = captured.of(operand);
    const Value *result = op->result();
    auto alone = (*executor)->run(operands, {&result, 1});
    ASSERT_TRUE(succeeded(alone)) << captured.m.messages;
    EXPECT_TRUE(alone->front().identical(captured.of(result))) << op->name();
  }
}

TEST(EvaluateOp, givesWhatTheReferenceExecutorGives) {
  for (Numerics numerics : {Numerics::Exact, Numerics::Typed}) {
    Manner manner{numerics, makeReferenceExecutor};
    Captured captured(manner);
    for (const auto &op : captured.m.graph().ops()) {
      std::vector<const Tensor *> operands;
      for (const Value *operand : op->operands())
        operands.push_back(&captured.of(operand));
      auto alone = evaluateOp(*op, operands, manner.options());
      ASSERT_TRUE(succeeded(alone)) << captured.m.messages;
      EXPECT_TRUE(alone->front().identical(captured.of(op->result()))) << op->name();
    }
  }
}

TEST_P(CutTest, everyCutGivesTheWholeRun) {
  Captured captured(GetParam());
  auto executor = GetParam().executor(captured.m.graph(), GetParam().options());
  const Value *last = captured.values.back();
  for (const Value *cut : captured.values) {
    auto out = (*executor)->run({{cut, captured.of(cut)}}, {&last, 1});
    ASSERT_TRUE(succeeded(out)) << captured.m.messages;
    EXPECT_TRUE(out->front().identical(captured.of(last))) << cut->name();
  }
}

INSTANTIATE_TEST_SUITE_P(Executors, CutTest,
                         testing::Values(Manner{Numerics::Exact, makeReferenceExecutor},
                                         Manner{Numerics::Typed, makeReferenceExecutor},
                                         Manner{Numerics::Exact, makeJITExecutor},
                                         Manner{Numerics::Typed, makeJITExecutor}));

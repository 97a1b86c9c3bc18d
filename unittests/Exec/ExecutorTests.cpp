// Running whole graphs: results, precision, need, memory, threads, nested graphs.
#include "ExecTest.h"

#include <thread>

using namespace fixcon;

static constexpr const char *mlp = R"(
graph @main(%x: f32[2,3], %unused: f32[1]) {
  weight %w : f32[3,2] = dense<[[0.1, 1.0], [2.0, 3.0], [4.0, 5.0]]>
  weight %b : f32[2] = dense<[0.5, -100.0]>
  %m = mat_mul %x, %w : f32[2,2]
  %s = add %m, %b : f32[2,2]
  %r = relu %s : f32[2,2]
  return %r
}
)";

static Tensor someInput() { return Tensor::of<float>({2, 3}, {1, 2, 3, 4, 5, 6}); }

TEST(Executor, computesInFullPrecision) {
  ParsedModule m(mlp);
  auto executor = executorOf(m.graph());
  const Value *fetch = m.value("r");
  auto out = executor->run({{m.value("x"), someInput()}}, {&fetch, 1});
  ASSERT_TRUE(succeeded(out)) << m.messages;
  EXPECT_EQ(out->front().dtype(), DType::F64);
  double tenth = 0.1f;
  EXPECT_EQ(out->front().toDoubles(), (std::vector<double>{tenth + 16.5, 0, 4 * tenth + 34.5, 0}));
}

TEST(Executor, typedRoundsEveryResult) {
  ParsedModule m(mlp);
  auto executor = executorOf(m.graph(), typed());
  const Value *fetch = m.value("r");
  auto out = executor->run({{m.value("x"), someInput()}}, {&fetch, 1});
  ASSERT_TRUE(succeeded(out)) << m.messages;
  EXPECT_EQ(out->front().dtype(), DType::F32);
  float product = static_cast<float>(static_cast<double>(0.1f) + 16.0);
  EXPECT_EQ(out->front().data<float>()[0], product + 0.5f);
}

TEST(Executor, runsOnlyWhatIsNeeded) {
  ParsedModule m(mlp);
  auto executor = executorOf(m.graph());
  const Value *fetch = m.value("r");
  // Neither %x nor what lies above the cut is asked for.
  auto out = executor->run({{m.value("s"), Tensor::of<double>({1, 2}, {-1, 2})}}, {&fetch, 1});
  ASSERT_TRUE(succeeded(out)) << m.messages;
  EXPECT_EQ(out->front().toDoubles(), (std::vector<double>{0, 2}));
  EXPECT_TRUE(failed(executor->run({}, {&fetch, 1})));
  EXPECT_NE(m.messages.find("argument %x of @main is needed"), std::string::npos) << m.messages;
}

TEST(Executor, aFedWeightReplacesTheModels) {
  ParsedModule m(mlp);
  auto executor = executorOf(m.graph());
  const Value *fetch = m.value("m");
  auto out = executor->run(
      {{m.value("x"), someInput()}, {m.value("w"), Tensor(DType::F32, {3, 2})}}, {&fetch, 1});
  ASSERT_TRUE(succeeded(out)) << m.messages;
  EXPECT_EQ(out->front().toDoubles(), (std::vector<double>{0, 0, 0, 0}));
}

TEST(Executor, refusesAnArgumentOfAnotherTypeOrShape) {
  ParsedModule m(mlp);
  auto executor = executorOf(m.graph());
  const Value *fetch = m.value("r");
  EXPECT_TRUE(failed(executor->run({{m.value("x"), Tensor(DType::I32, {2, 3})}}, {&fetch, 1})));
  EXPECT_TRUE(failed(executor->run({{m.value("x"), Tensor(DType::F32, {3, 3})}}, {&fetch, 1})));
  EXPECT_NE(m.messages.find("is f32[2,3], i32[2,3] was given"), std::string::npos) << m.messages;
  EXPECT_NE(m.messages.find("is f32[2,3], f32[3,3] was given"), std::string::npos) << m.messages;
  EXPECT_TRUE(failed(executor->runOutputs({})));
}

TEST(Executor, staysWithinTheMemoryBudget) {
  ParsedModule m(R"(
graph @main(%x: f32[64]) {
  %a = relu %x : f32[64]
  %b = relu %a : f32[64]
  %c = relu %b : f32[64]
  return %c
}
)");
  const Value *fetch = m.value("c");
  Bindings feeds{{m.value("x"), Tensor(DType::F32, {64})}};
  ExecOptions options;
  options.memoryBudget = 2 * 64 * 8; // an operand and its result at a time
  EXPECT_TRUE(succeeded(executorOf(m.graph(), options)->run(feeds, {&fetch, 1}))) << m.messages;
  options.memoryBudget -= 1;
  EXPECT_TRUE(failed(executorOf(m.graph(), options)->run(feeds, {&fetch, 1})));
  EXPECT_NE(m.messages.find("exceed the memory budget of 1023 bytes"), std::string::npos)
      << m.messages;
}

TEST(Executor, aHugeResultIsADiagnosticAtItsOp) {
  ParsedModule m(R"(
graph @main(%x: f32[1,1]) {
  weight %shape : i64[2] = dense<[4000000000, 4000000000]>
  %y = expand %x, %shape loc("grow")
  return %y
}
)");
  auto executor = executorOf(m.graph());
  ASSERT_TRUE(executor) << m.messages;
  EXPECT_TRUE(failed(executor->runOutputs(std::vector<Tensor>{Tensor(DType::F32, {1, 1})})));
  EXPECT_NE(m.messages.find("grow"), std::string::npos) << m.messages;
}

TEST(Executor, threadsMayShareIt) {
  ParsedModule m(mlp);
  auto executor = executorOf(m.graph());
  const Value *fetch = m.value("r");
  std::vector<Tensor> results(4);
  std::vector<std::thread> threads;
  for (Tensor &result : results)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i)
        result = executor->run({{m.value("x"), someInput()}}, {&fetch, 1})->front();
    });
  for (std::thread &thread : threads)
    thread.join();
  for (const Tensor &result : results)
    EXPECT_TRUE(result.identical(results[0]));
}

TEST(Executor, anUnknownOpIsAnError) {
  ParsedModule m(R"(
graph @main(%x: f32[1]) dialect("onnx", opset = 13) {
  %y = onnx.Relu %x : f32[1] loc("first")
  return %y
}
)");
  EXPECT_FALSE(executorOf(m.graph()));
  EXPECT_NE(m.messages.find("first"), std::string::npos) << m.messages;
}

TEST(Executor, nestedGraphsSeeTheValuesAround) {
  ParsedModule m(R"(
graph @main(%c: bool[], %x: f32[2]) {
  weight %one : f32[1] = dense<[1.0]>
  %up = add %x, %one : f32[2]
  %y = if %c {then_branch = region<0>, else_branch = region<1>} (() {
    %t = add %up, %up : f32[2]
    return %t
  }, () {
    return %one
  }) : f32[*]
  return %y
}
)");
  auto executor = executorOf(m.graph());
  ASSERT_TRUE(executor) << m.messages;
  Tensor x = Tensor::of<float>({2}, {1, 2});
  auto yes = executor->runOutputs(std::vector<Tensor>{Tensor::scalar(true), x});
  auto no = executor->runOutputs(std::vector<Tensor>{Tensor::scalar(false), x});
  ASSERT_TRUE(succeeded(yes) && succeeded(no)) << m.messages;
  EXPECT_EQ(yes->front().toDoubles(), (std::vector<double>{4, 6}));
  EXPECT_EQ(no->front().toDoubles(), (std::vector<double>{1}));
}

TEST(Executor, loopsCarryAndCollect) {
  ParsedModule m(R"(
graph @main(%n: i64[], %x: f32[1]) {
  weight %go : bool[] = dense<true>
  %last, %all = loop %n, %go, %x {body = region<0>} ((%i: i64[], %c: bool[], %v: f32[1]) {
    %next = add %v, %v : f32[1]
    return %c, %next, %v
  }) : f32[*], f32[*]
  return %last, %all
}
)");
  auto executor = executorOf(m.graph());
  ASSERT_TRUE(executor) << m.messages;
  auto out = executor->runOutputs(
      std::vector<Tensor>{Tensor::scalar<int64_t>(3), Tensor::of<float>({1}, {1})});
  ASSERT_TRUE(succeeded(out)) << m.messages;
  EXPECT_EQ((*out)[0].toDoubles(), (std::vector<double>{8}));
  EXPECT_EQ((*out)[1].shape(), (Shape{3, 1}));
  EXPECT_EQ((*out)[1].toDoubles(), (std::vector<double>{1, 2, 4}));
}

TEST(Executor, bodiesMayLeaveTypesOpen) {
  ParsedModule m(R"(
graph @main(%n: i64[], %x: f32[1]) {
  weight %go : bool[] = dense<true>
  %last, %all = loop %n, %go, %x {body = region<0>} ((%i: i64[], %c: bool[], %v: ?) {
    %next = add %v, %x : ?
    return %c, %next, %v
  }) : ?, ?
  return %last, %all
}
)");
  auto executor = executorOf(m.graph(), typed());
  ASSERT_TRUE(executor) << m.messages;
  Tensor x = Tensor::of<float>({1}, {1});
  auto out = executor->runOutputs(std::vector<Tensor>{Tensor::scalar<int64_t>(2), x});
  ASSERT_TRUE(succeeded(out)) << m.messages;
  EXPECT_TRUE((*out)[0].identical(Tensor::of<float>({1}, {3})));
  EXPECT_TRUE((*out)[1].identical(Tensor::of<float>({2, 1}, {1, 2})));
  auto none = executor->runOutputs(std::vector<Tensor>{Tensor::scalar<int64_t>(0), x});
  EXPECT_TRUE(failed(none));
  EXPECT_NE(m.messages.find("the type of scan output 1 is not known"), std::string::npos)
      << m.messages;
}

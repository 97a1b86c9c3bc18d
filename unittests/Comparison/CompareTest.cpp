// Comparing and repairing models from a program, on samples in memory.
#include "fixcon/Comparison/Compare.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/TemporaryFolder.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

/// Rows of two numbers for an input x.
class Rows : public SampleSource {
public:
  std::function<void(int64_t)> onLoad = [](int64_t) {};
  int64_t size() const override { return 4; }
  std::string name(int64_t i) const override { return "row " + std::to_string(i); }
  FailureOr<std::map<std::string, Tensor>> load(const Graph &, int64_t i) override {
    onLoad(i);
    float x = static_cast<float>(i);
    return std::map<std::string, Tensor>{{"x", Tensor::of<float>({1, 2}, {x - 1, 2 - x})}};
  }
};

std::string model(const char *weights) {
  return std::string(R"(graph @main(%x: f32[1,2]) dialect("onnx", opset = 13) {
    weight %w : f32[2,3] = dense<)") +
         weights + R"(>
    %y = onnx.MatMul %x, %w : f32[1,3] loc("product")
    return %y
  })";
}

class Compare : public testing::Test {
protected:
  void SetUp() override {
    auto made = TemporaryFolder::create(diags);
    ASSERT_TRUE(succeeded(made));
    folder = std::move(*made);
    request.environment.samples = rows;
    request.source = write("source.ir", "[[1, 2, 3], [4, 5, -6]]");
    request.target = write("target.ir", "[[1, 2, 3], [4, 5, 6]]");
  }

  ModelFile file(const std::string &name) { return {folder->path(name), formatNamed("ir")}; }
  ModelFile write(const std::string &name, const char *weights) {
    EXPECT_TRUE(succeeded(writeFile(file(name).path, model(weights), diags)));
    return file(name);
  }

  std::string text;
  Diagnostics diags{[this](const Diagnostic &d) { text += d.message + "\n"; }};
  std::unique_ptr<TemporaryFolder> folder;
  std::shared_ptr<Rows> rows = std::make_shared<Rows>();
  CompareRequest request;
};

TEST_F(Compare, SaysHowTwoModelsCompare) {
  auto result = compare(request, diags);
  ASSERT_TRUE(succeeded(result)) << text;
  EXPECT_EQ(result->outcome, PassOutcome::Done);
  ASSERT_TRUE(result->report);
  EXPECT_EQ(result->report->verdict, "mismatch");
  EXPECT_EQ(result->report->before.samples, 4);
  EXPECT_TRUE(result->report->findings.empty());
  EXPECT_EQ(result->report->target.format, "ir");
}

TEST_F(Compare, RepairsIntoAFile) {
  request.goal = CompareGoal::Repair;
  request.output = file("fixed.ir");
  auto result = compare(request, diags);
  ASSERT_TRUE(succeeded(result) && result->report) << text;
  EXPECT_EQ(result->report->verdict, "repaired") << text;
  ASSERT_EQ(result->report->findings.size(), 1u);
  EXPECT_EQ(result->report->findings[0].type, FaultType::WB);
  ASSERT_TRUE(result->report->output);

  request.goal = CompareGoal::Check;
  request.target = *request.output;
  request.output.reset();
  auto again = compare(request, diags);
  ASSERT_TRUE(succeeded(again) && again->report) << text;
  EXPECT_EQ(again->report->verdict, "match");
}

TEST_F(Compare, StopsBetweenSamples) {
  std::atomic<bool> interrupt = false;
  request.environment.stop.interrupt = &interrupt;
  request.goal = CompareGoal::Repair;
  request.output = file("fixed.ir");
  FailureOr<CompareResult> result = failure();
  // Samples are also loaded before the first is compared.
  for (int64_t last = 1; last < 100 && !(succeeded(result) && result->report); ++last) {
    int64_t loads = 0;
    rows->onLoad = [&](int64_t) { interrupt = ++loads >= last; };
    interrupt = false;
    result = compare(request, diags);
  }
  ASSERT_TRUE(succeeded(result) && result->report) << text;
  EXPECT_EQ(result->outcome, PassOutcome::Interrupted);
  EXPECT_EQ(result->report->before.samples, 1);
  EXPECT_EQ(result->report->samples, 4);
  EXPECT_EQ(result->output, OutputState::LeftOut);
  EXPECT_TRUE(failed(MappedFile::open(request.output->path, diags)));
}

TEST_F(Compare, AnUnwritableOutputLeavesTheReport) {
  request.goal = CompareGoal::Repair;
  request.output = file("missing/fixed.ir");
  auto result = compare(request, diags);
  ASSERT_TRUE(succeeded(result) && result->report) << text;
  EXPECT_EQ(result->report->verdict, "repaired");
  EXPECT_EQ(result->output, OutputState::Failed);
}

TEST_F(Compare, AMissingModelIsAnError) {
  request.target.path = folder->path("missing.ir");
  EXPECT_TRUE(failed(compare(request, diags)));
  EXPECT_FALSE(text.empty());
}

} // namespace
} // namespace fixcon

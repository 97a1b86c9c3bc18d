// A program that compares and repairs for days: what a repair took is given back when it ends. FIXCON_SOAK=10000 repairs
// as often in one process.
#include "fixcon/Comparison/Compare.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/TemporaryFolder.h"

#include <gtest/gtest.h>
#include <malloc.h>

namespace fixcon {
namespace {

std::string model(const char *kernel, const char *slope) {
  return std::string(R"(graph @main(%x: f32[1,2,5,5]) dialect("onnx", opset = 13) {
    weight %w : f32[3,2,3,3] = )") +
         kernel + R"(
    weight %v : f32[4,3,3,3] = seeded<2>
    %a = onnx.Conv %x, %w : f32[1,3,3,3] loc("first")
    %b = onnx.LeakyRelu %a {alpha = )" +
         slope + R"(} : f32[1,3,3,3] loc("slope")
    %y = onnx.Conv %b, %v : f32[1,4,1,1] loc("second")
    return %y
  })";
}

int runsAskedFor() {
  const char *text = std::getenv("FIXCON_SOAK");
  return text ? std::max(1, std::atoi(text)) : 30;
}

/// Bytes that the process has and has not given back.
size_t bytesHeld() {
  struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

/// Repairs a weight and an attribute; its verdict.
std::string repairOnce(const TemporaryFolder &folder) {
  std::string complaints;
  Diagnostics diags([&](const Diagnostic &d) {
    if (d.severity == Severity::Error)
      complaints += d.message + "\n";
  });
  const Format *format = formatNamed("ir");
  CompareRequest request;
  request.goal = CompareGoal::Repair;
  request.source = {folder.path("source.ir"), format};
  request.target = {folder.path("target.ir"), format};
  request.output = ModelFile{folder.path("fixed.ir"), format};
  request.randomSamples = 4;
  auto result = compare(request, diags);
  return succeeded(result) && result->report ? result->report->verdict : complaints;
}

TEST(Soak, RepairsGiveBackWhatTheyTake) {
  Diagnostics diags;
  auto folder = TemporaryFolder::create(diags);
  ASSERT_TRUE(succeeded(folder));
  ASSERT_TRUE(succeeded(writeFile((*folder)->path("source.ir"), model("seeded<1>", "0.1"), diags)));
  ASSERT_TRUE(succeeded(writeFile((*folder)->path("target.ir"), model("seeded<7>", "0.3"), diags)));
  constexpr int runsToWarmUp = 5;
  for (int i = 0; i < runsToWarmUp; ++i)
    ASSERT_EQ(repairOnce(**folder), "repaired");
  const size_t before = bytesHeld();
  for (int i = 0; i < runsAskedFor(); ++i)
    ASSERT_EQ(repairOnce(**folder), "repaired") << "after " << i;
  // Tables grow to the size of the largest run; and LLVM keeps a note of each temporary file that a signal would have
  // removed.
  const size_t tables = 1 << 16, notes = 128 * static_cast<size_t>(runsAskedFor());
  EXPECT_LE(bytesHeld(), before + tables + notes);
}

} // namespace
} // namespace fixcon

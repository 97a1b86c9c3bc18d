// Properties of the text and binary forms over random modules.
#include "ParsedModule.h"
#include "TemporaryFolder.h"

#include "fixcon/IR/Binary.h"
#include "fixcon/IR/RandomModule.h"

namespace fixcon {
namespace {

constexpr int modules = 10000;

TEST(RandomModule, IsWellFormedAndReadsBackFromText) {
  CaughtDiagnostics diags;
  for (int seed = 0; seed < modules; ++seed) {
    Random random(seed);
    auto module = randomModule(random, diags.engine);
    ASSERT_TRUE(succeeded(verifyStructure(*module))) << seed << diags.text;
    std::string text = print(*module);
    auto again = parseModule(text, "random.ir", diags.engine);
    ASSERT_TRUE(succeeded(again)) << seed << "\n" << diags.text << text;
    ASSERT_EQ(text, print(**again)) << seed;
    ASSERT_EQ(module->hash(), (*again)->hash()) << seed;
  }
}

TEST(RandomModule, ReadsBackFromBinary) {
  TemporaryFolder folder;
  CaughtDiagnostics diags;
  for (int seed = 0; seed < modules; ++seed) {
    Random random(seed);
    auto module = randomModule(random, diags.engine);
    std::string path = folder.path("random.irb");
    ASSERT_TRUE(succeeded(writeBinary(*module, path, diags.engine))) << diags.text;
    auto again = readBinary(path, diags.engine);
    ASSERT_TRUE(succeeded(again)) << seed << diags.text << print(*module);
    ASSERT_EQ(print(*module), print(**again)) << seed;
    ASSERT_EQ(module->hash(), (*again)->hash()) << seed;
  }
}

TEST(RandomModule, ClonesPrintAlike) {
  CaughtDiagnostics diags;
  for (int seed = 0; seed < modules / 10; ++seed) {
    Random random(seed);
    auto module = randomModule(random, diags.engine);
    Module copy(diags.engine);
    for (const auto &graph : module->graphs()) {
      const Graph *clone = copy.cloneGraph(*graph, graph->name());
      ASSERT_EQ(print(*graph), print(*clone)) << seed;
    }
    ASSERT_TRUE(succeeded(verifyStructure(copy))) << seed << diags.text;
  }
}

TEST(RandomModule, IsTheSameForTheSameSeed) {
  CaughtDiagnostics diags;
  Random first(5), second(5), third(6);
  auto a = randomModule(first, diags.engine), b = randomModule(second, diags.engine),
       c = randomModule(third, diags.engine);
  EXPECT_EQ(print(*a), print(*b));
  EXPECT_NE(print(*a), print(*c));
}

} // namespace
} // namespace fixcon

// Properties of the text and binary forms over random modules.
#include "RandomModule.h"
#include "ParsedModule.h"
#include "TemporaryFolder.h"

#include "fixcon/IR/Binary.h"

namespace fixcon {
namespace {

constexpr unsigned modules = 10000;

/// Mostly small, so that many fit in the time; every tenth has the usual size.
std::unique_ptr<Module> moduleOf(unsigned seed, Diagnostics &diags) {
  Random random(seed);
  RandomModuleOptions options;
  options.maxOps = seed % 10 ? 4 : options.maxOps;
  return randomModule(random, diags, options);
}

TEST(RandomModule, IsWellFormedAndReadsBackFromTextAndBinary) {
  TemporaryFolder folder;
  CaughtDiagnostics diags;
  std::string path = folder.path("random.irb");
  for (unsigned seed = 0; seed < modules; ++seed) {
    auto module = moduleOf(seed, diags.engine);
    std::string text = print(*module);
    ContentHash hash = module->hash();
    ASSERT_TRUE(succeeded(writeBinary(*module, path, diags.engine))) << seed << diags.text;
    auto fromText = parseModule(text, "random.ir", diags.engine);
    auto fromBinary = readBinary(path, diags.engine);
    ASSERT_TRUE(succeeded(fromText) && succeeded(fromBinary)) << seed << diags.text << text;
    for (const Module *again : {fromText->get(), fromBinary->get()}) {
      ASSERT_EQ(text, print(*again)) << seed;
      ASSERT_EQ(hash, again->hash()) << seed;
    }
  }
}

TEST(RandomModule, ClonesPrintAlike) {
  CaughtDiagnostics diags;
  for (unsigned seed = 0; seed < modules / 10; ++seed) {
    auto module = moduleOf(seed, diags.engine);
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

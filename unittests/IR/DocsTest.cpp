// The example in docs/IR.md is what the parser reads.
#include "ParsedModule.h"
#include "generated/SourceFolder.h"

#include "fixcon/Support/File.h"

namespace fixcon {
namespace {

TEST(Docs, ExampleParses) {
  CaughtDiagnostics diags;
  auto file = MappedFile::open(FIXCON_SOURCE_DIR "/docs/IR.md", diags.engine);
  ASSERT_TRUE(succeeded(file)) << diags.text;
  std::string_view text = (*file)->text(), fence = "```fixcon-ir\n";
  size_t begin = text.find(fence);
  ASSERT_NE(begin, std::string_view::npos);
  begin += fence.size();
  auto module = parsed(text.substr(begin, text.find("```", begin) - begin), diags);
  ASSERT_TRUE(module);
  std::string printed = print(*module);
  EXPECT_EQ(printed, print(*parsed(printed, diags)));
  EXPECT_EQ(module->graphs().size(), 2u);
  EXPECT_EQ(module->records().size(), 2u);
  const Graph &target = *module->graph("target");
  EXPECT_EQ(target.outputName(0), "probabilities");
  EXPECT_EQ(target.opset("com.microsoft"), 1);
  EXPECT_TRUE(
      target.value("w")->tensor().identical(module->graph("target.n")->value("w")->tensor()));
}

} // namespace
} // namespace fixcon

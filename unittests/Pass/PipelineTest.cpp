// The pipeline grammar: what it accepts prints back to itself, what it refuses is refused at a
// place.
#include "fixcon/Pass/Pipeline.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

std::string reprinted(const std::string &text) {
  Diagnostics diags;
  auto pipeline = parsePipeline(text, "pipeline", diags);
  return failed(pipeline) ? "<error>" : print(*pipeline);
}

/// The one error of a text, as a person sees it.
std::string errorOf(const std::string &text) {
  Diagnostics diags;
  std::string seen;
  diags.setHandler([&](const Diagnostic &d) { seen += diags.format(d); });
  EXPECT_TRUE(failed(parsePipeline(text, "p", diags)));
  EXPECT_EQ(diags.errorCount(), 1u);
  return seen;
}

TEST(Pipeline, PrintsBack) {
  for (const char *text : {"", "a", "a,b-c", "a=1", "a=-2.5e-3", "a{x=1, y=two}", "a=kw{x=1}",
                           "repeat(a,repeat(b),c=\"two words\")", "a{x=\"1,2\"}"})
    EXPECT_EQ(reprinted(text), text);
}

TEST(Pipeline, SkipsSpaceAndComments) {
  EXPECT_EQ(reprinted(" a , // first\n repeat( b ) "), "a,repeat(b)");
}

TEST(Pipeline, KeepsOptionsApart) {
  Diagnostics diags;
  auto pipeline = parsePipeline("a=kw{x=1}", "p", diags);
  ASSERT_TRUE(succeeded(pipeline));
  const PipelineStep &step = pipeline->front();
  ASSERT_EQ(step.options.size(), 2u);
  EXPECT_EQ(step.options[0].name, "");
  EXPECT_EQ(step.options[0].value, "kw");
  EXPECT_EQ(step.options[1].name, "x");
  EXPECT_EQ(step.options[1].location.column, 8u);
}

TEST(Pipeline, RefusesWithACaret) {
  EXPECT_EQ(errorOf("a,,b"), "p:1:3: error: expected the name of a pass, found ','\na,,b\n  ^\n");
  EXPECT_EQ(errorOf("a b"),
            "p:1:3: error: expected ',' or the end of the pipeline, found 'b'\na b\n  ^\n");
  EXPECT_EQ(errorOf("repeat(a"),
            "p:1:9: error: expected ')', found the end of the pipeline\nrepeat(a\n        ^\n");
}

TEST(Pipeline, RefusesMalformedTexts) {
  for (const char *text :
       {",", "a,", "a{", "a{}", "a{x}", "a{x=}", "a{x=1", "a=", "repeat", "repeat()", "repeat{x=1}",
        "a)", "3", "a=\"", "repeat(a)b", "a{x=1}{y=2}", "#"})
    EXPECT_EQ(reprinted(text), "<error>") << text;
}

TEST(Pipeline, BoundsNesting) {
  auto nested = [](size_t depth) {
    std::string text;
    for (size_t i = 0; i < depth; ++i)
      text += "repeat(";
    text += "a" + std::string(depth, ')');
    return text;
  };
  EXPECT_EQ(reprinted(nested(maxPipelineNesting)), nested(maxPipelineNesting));
  EXPECT_EQ(reprinted(nested(maxPipelineNesting + 1)), "<error>");
  EXPECT_EQ(reprinted(nested(100000)), "<error>");
}

} // namespace

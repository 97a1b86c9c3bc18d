// What is known of operators that nobody defines, and of what lies behind them.
#include "fixcon/Ops/Opaque.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Ops/OpDef.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

struct Opaque : testing::Test {
  Opaque() {
    auto parsed = parseModule(R"(
graph @main(%x: f32[2], %c: bool[]) {
  %a = relu %x : f32[2]
  %h, %i = onnx.acme.Odd %a : f32[2], f32[2] loc("odd")
  %b = neg %h : f32[2]
  %j = onnx.acme.Even %b : f32[2] loc("even")
  %d = if %c {else_branch = region<1>, then_branch = region<0>} ({
    return %a
  }, {
    %n = neg %i : f32[2]
    return %n
  }) : f32[2]
  %e = exp %a : f32[2]
  return %j, %d, %e
})",
                              "test.ir", diags);
    if (succeeded(parsed))
      module = std::move(*parsed);
  }
  const Value *value(const char *name) const { return module->graph("main")->value(name); }
  const Op *op(const char *name) const { return value(name)->definingOp(); }

  Diagnostics diags;
  std::unique_ptr<Module> module;
};

} // namespace

TEST_F(Opaque, TheFirstOnTheWayIsTheCause) {
  ASSERT_TRUE(module);
  OpaqueShadow shadow(*module->graph("main"));
  for (const char *name : {"h", "i", "b", "j", "d"})
    EXPECT_EQ(shadow.cause(value(name)), op("h")) << name;
  for (const char *name : {"x", "a", "e"})
    EXPECT_EQ(shadow.cause(value(name)), nullptr) << name;
}

TEST_F(Opaque, WhatIsGivenCanBeBuiltOn) {
  ASSERT_TRUE(module);
  Tensor any(DType::F32, {2});
  OpaqueShadow shadow(*module->graph("main"), {{"h", any}, {"x", any}, {"b", any}});
  EXPECT_EQ(shadow.cause(value("h")), nullptr);
  EXPECT_EQ(shadow.cause(value("b")), nullptr);
  EXPECT_EQ(shadow.cause(value("j")), op("j"));
  EXPECT_EQ(shadow.cause(value("d")), op("h"));
}

TEST_F(Opaque, TheyHaveADefinitionWithoutMeaning) {
  ASSERT_TRUE(module);
  const OpDef *def = opDef(*op("h"));
  ASSERT_EQ(def, &opaqueOpDef());
  EXPECT_FALSE(def->hasMeaning());
  EXPECT_FALSE(def->isDeterministic());
  EXPECT_EQ(opDef("opaque"), nullptr);
  EXPECT_EQ(describeOpaque(*op("j")), "'acme.Even' (node 'even')");
  EXPECT_EQ(opaqueOps(*module->graph("main")), (std::vector<const Op *>{op("h"), op("j")}));
}

TEST_F(Opaque, WhoGivesNothingHasNoPlaceInAForm) {
  EXPECT_TRUE(succeeded(verify(*module)));
  auto parsed = parseModule("graph @m(%x: f32[2]) { return %x }\n"
                            "graph @m.n(%x: f32[2]) normal_of(@m) { onnx.acme.Print %x return %x }",
                            "test.ir", diags);
  ASSERT_TRUE(succeeded(parsed));
  EXPECT_TRUE(failed(verify(**parsed)));
}

// Copies of ops, graphs and modules.
#include "ParsedModule.h"

namespace fixcon {
namespace {

constexpr std::string_view text = R"(module {producer = "test"} {
  graph @g(%x: f32[2], %c: bool[]) dialect("onnx", opset = 13) {
    weight %w : f32[2] = dense<[1.0, 2.0]> {data_field = "raw"}
    %y = onnx.Add %x, %w, _ {k = 3} : f32[2] loc("add", index = 4)
    %z, _ = onnx.If %c {then_branch = region<0>} (@then {
      weight %v : f32[2] = dense<[3.0, 4.0]>
      %t = onnx.Mul %y, %v : f32[2]
      return %t
    }) : f32[2], none loc("if")
    return %z as "out"
  }
  preprocess @g {recipe = "{}"}
})";

TEST(Clone, AModulePrintsTheSame) {
  CaughtDiagnostics diags;
  auto module = parsed(text, diags);
  ASSERT_TRUE(module);
  auto copy = module->clone();
  EXPECT_EQ(print(*copy), print(*module));
  EXPECT_EQ(copy->hash(), module->hash());
  EXPECT_EQ(&copy->diagnostics(), &module->diagnostics());
  EXPECT_TRUE(succeeded(verifyStructure(*copy)));
  copy->graph("g")->value("y")->definingOp()->attrs().erase("k");
  EXPECT_NE(print(*copy), print(*module)) << "nothing is shared but elements";
}

TEST(Clone, AnOpReadsWhatTheMapSays) {
  CaughtDiagnostics diags;
  auto module = parsed(text, diags);
  ASSERT_TRUE(module);
  Graph &g = *module->graph("g");
  Op &add = *g.value("y")->definingOp(), &branch = *g.value("z")->definingOp();
  ValueMap map{{g.value("x"), g.value("w")}, {g.value("w"), nullptr}};
  auto fresh = [&](const Value &value) { return g.uniqueName(value.name()); };
  Op *sum = g.cloneOp(add, map, &branch, fresh);
  EXPECT_EQ(sum->operands(), (std::vector<Value *>{g.value("w"), nullptr, nullptr}));
  EXPECT_EQ(sum->location().str(), add.location().str());
  EXPECT_EQ(sum->next(), &branch);
  EXPECT_EQ(mapped(map, g.value("y")), sum->result());
  Op *copy = g.cloneOp(branch, map, nullptr, fresh);
  EXPECT_EQ(copy->region(0).ops().front()->operand(0), sum->result());
  EXPECT_EQ(copy->result(0)->name(), "z_1");
  EXPECT_FALSE(copy->hasResult(1));
  EXPECT_EQ(copy->region(0).name(), "then");
  EXPECT_EQ(copy->region(0).output(0)->name(), "t_1");
  EXPECT_EQ(copy->next(), nullptr);
  EXPECT_TRUE(succeeded(verifyStructure(*module))) << diags.text;
}

TEST(Clone, ResultsAreTruncated) {
  CaughtDiagnostics diags;
  auto module = parsed(
      "graph @g(%x: f32[2]) { %a, %b, %c = topk %x : f32[2], i64[2], f32[2] return %a }", diags);
  ASSERT_TRUE(module) << diags.text;
  Graph &g = *module->graph("g");
  Op &op = *g.front();
  EXPECT_TRUE(op.isUsed());
  op.truncateResults(1);
  EXPECT_EQ(op.numResults(), 1u);
  EXPECT_EQ(g.value("b"), nullptr);
  EXPECT_EQ(g.uniqueName("c"), "c");
  g.clearOutputs();
  EXPECT_FALSE(op.isUsed());
}

} // namespace
} // namespace fixcon

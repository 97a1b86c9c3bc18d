// Changing the IR: use lists stay in step, names stay unique, copies are independent.
#include "ParsedModule.h"

namespace fixcon {
namespace {

struct Mutation : testing::Test {
  CaughtDiagnostics diags;
  std::unique_ptr<Module> module = parsed(R"(
    graph @g(%x: f32[2]) dialect("onnx", opset = 13) {
      weight %w : f32[2] = dense<[1, 2]>
      %a = onnx.Add %x, %w : f32[2] loc("add")
      %b = onnx.Mul %a, %a : f32[2]
      %c = onnx.If %b {then = region<0>} ({
        %d = onnx.Sub %a, %w : f32[2]
        return %d
      }) : f32[2]
      return %c, %a as "second"
    })",
                                          diags);
  Graph &g = *module->graph("g");
  Value *named(const char *name) { return g.value(name); }
  Op *makerOf(const char *name) { return named(name)->definingOp(); }
  void TearDown() override { EXPECT_TRUE(succeeded(verifyStructure(*module))) << diags.text; }
};

TEST_F(Mutation, UsesAreCountedPerSlot) {
  EXPECT_EQ(named("a")->uses().size(), 4u); // both operands of Mul, nested Sub, an output
  EXPECT_EQ(usersOf(*named("a")).size(), 2u);
  EXPECT_EQ(named("w")->uses().size(), 2u);
  EXPECT_TRUE(named("x")->hasUses());
}

TEST_F(Mutation, ReplaceAllUsesReachesNestedGraphsAndOutputs) {
  named("a")->replaceAllUsesWith(named("x"));
  EXPECT_FALSE(named("a")->hasUses());
  EXPECT_EQ(named("x")->uses().size(), 5u);
  EXPECT_EQ(g.output(1), named("x"));
  EXPECT_EQ(g.outputName(1), "second");
  makerOf("a")->erase();
  EXPECT_EQ(named("a"), nullptr);
  EXPECT_EQ(named("w")->uses().size(), 1u);
}

TEST_F(Mutation, SetOperandMovesTheUse) {
  Op *mul = makerOf("b");
  mul->setOperand(1, named("x"));
  EXPECT_EQ(named("a")->uses().size(), 3u);
  mul->setOperands({mul->operand(1), nullptr, mul->operand(0)});
  EXPECT_EQ(mul->numOperands(), 3u);
  EXPECT_EQ(mul->operand(1), nullptr);
  EXPECT_EQ(mul->operand(7), nullptr);
  EXPECT_EQ(mul->operand(2), named("a"));
}

TEST_F(Mutation, CreateInsertsInFrontAndMoveReorders) {
  Op *relu = g.createOp("relu", {named("x")}, {}, makerOf("a"));
  relu->addResult(named("x")->type(), g.uniqueName("x"));
  EXPECT_EQ(g.front(), relu);
  EXPECT_EQ(relu->next(), makerOf("a"));
  EXPECT_EQ(makerOf("a")->previous(), relu);
  EXPECT_EQ(relu->result()->name(), "x_1");
  relu->moveBefore(makerOf("b"));
  EXPECT_EQ(g.front(), makerOf("a"));
  EXPECT_EQ(relu->next(), makerOf("b"));
  EXPECT_EQ(makerOf("c")->next(), nullptr);
}

TEST_F(Mutation, NamesAreUniqueAcrossNestedGraphs) {
  EXPECT_EQ(g.uniqueName("fresh"), "fresh");
  EXPECT_EQ(g.uniqueName("d"), "d_1");
  const Graph &nested = makerOf("c")->region(0);
  EXPECT_EQ(nested.uniqueName("x"), "x_1");
  EXPECT_EQ(nested.visibleValue("x"), named("x"));
  EXPECT_EQ(nested.value("x"), nullptr);
  EXPECT_EQ(g.visibleValue("d"), nullptr);
}

TEST_F(Mutation, ErasedNamesAreFreeAgain) {
  named("c")->replaceAllUsesWith(named("b"));
  makerOf("c")->erase();
  EXPECT_EQ(g.uniqueName("d"), "d");
  EXPECT_EQ(g.uniqueName("c"), "c");
  EXPECT_EQ(named("a")->uses().size(), 3u);
}

TEST_F(Mutation, RenameKeepsUsesAndOutputNames) {
  g.rename(named("a"), "sum");
  EXPECT_EQ(named("a"), nullptr);
  EXPECT_EQ(named("sum")->uses().size(), 4u);
  EXPECT_EQ(g.outputName(1), "second");
  EXPECT_EQ(g.outputName(0), "c");
}

TEST_F(Mutation, WeightsAreErasedAndRenumbered) {
  Value *first = g.addWeight(Tensor::scalar(1.0f), "first");
  Value *second = g.addWeight(Tensor::scalar(2.0f), "second");
  g.eraseWeight(first);
  EXPECT_EQ(second->index(), 1u);
  EXPECT_EQ(g.weights().size(), 2u);
  second->setTensor(Tensor::of<int64_t>({2}, {3, 4}));
  EXPECT_EQ(second->type().str(), "i64[2]");
}

TEST_F(Mutation, OutputsAreSetAndCleared) {
  g.setOutput(0, named("b"));
  EXPECT_FALSE(named("c")->hasUses());
  g.clearOutputs();
  EXPECT_EQ(g.numOutputs(), 0u);
  EXPECT_FALSE(named("b")->uses().empty()); // still the condition of If
}

TEST_F(Mutation, ClonesAreIndependent) {
  ValueMap map;
  Graph *copy = module->cloneGraph(g, "h", &map);
  ASSERT_TRUE(copy);
  EXPECT_EQ(module->cloneGraph(g, "h"), nullptr);
  EXPECT_EQ(map.at(named("a")), copy->value("a"));
  EXPECT_EQ(copy->value("a")->uses().size(), 4u);
  EXPECT_EQ(&copy->value("a")->definingOp()->parent(), copy);
  EXPECT_TRUE(copy->value("w")->tensor().sharesStorageWith(named("w")->tensor()));
  copy->value("c")->replaceAllUsesWith(copy->value("b"));
  copy->value("c")->definingOp()->erase();
  EXPECT_EQ(named("c")->uses().size(), 1u);
  EXPECT_EQ(copy->opset(), 13);
}

TEST_F(Mutation, AbsorbMovesGraphsAndRecords) {
  auto other =
      parsed("module {a = 1} { graph @h(%x: f32[]) { a ({ return %x }) } note @h::%x }", diags);
  const Graph *moved = other->graph("h");
  ASSERT_TRUE(module->absorb(*other));
  EXPECT_EQ(module->graph("h"), moved);
  EXPECT_EQ(&moved->module(), module.get());
  EXPECT_EQ(&moved->front()->region(0).module(), module.get());
  EXPECT_EQ(module->records().size(), 1u);
  EXPECT_EQ(other->graph("h"), nullptr);
  EXPECT_TRUE(other->graphs().empty());
  other->addGraph("g");
  EXPECT_FALSE(module->absorb(*other));
}

TEST_F(Mutation, GraphsAreFoundByTheirNewName) {
  g.setName("renamed");
  EXPECT_EQ(module->graph("g"), nullptr);
  EXPECT_EQ(module->graph("renamed"), &g);
  EXPECT_NE(module->addGraph("g"), nullptr);
  module->eraseGraph("g");
  EXPECT_EQ(module->graph("g"), nullptr);
}

TEST_F(Mutation, NamesOfForeignOpsHaveParts) {
  Op *op = g.createOp("onnx.com.microsoft.FusedConv", {});
  EXPECT_EQ(op->dialect(), "onnx");
  EXPECT_EQ(op->domain(), "com.microsoft");
  EXPECT_EQ(op->type(), "FusedConv");
  op->setName("conv");
  EXPECT_EQ(op->dialect(), "");
  EXPECT_EQ(op->domain(), "");
  EXPECT_EQ(op->type(), "conv");
  EXPECT_EQ(op->label(), "conv");
}

TEST_F(Mutation, HashFollowsContent) {
  ContentHash before = module->hash();
  Tensor changed = named("w")->tensor();
  changed.mutableData<float>()[0] = 5;
  named("w")->setTensor(changed);
  EXPECT_NE(module->hash(), before);
  changed.mutableData<float>()[0] = 1;
  named("w")->setTensor(changed);
  EXPECT_EQ(module->hash(), before);
}

} // namespace
} // namespace fixcon

// What is true of every definition, and the checks of an op's form.
#include "OpUnderTest.h"

#include <gtest/gtest.h>
#include <set>

using namespace fixcon;

TEST(Definition, EveryOpIsComplete) {
  std::set<std::string> names;
  for (const OpDef *def : allOpDefs()) {
    EXPECT_TRUE(names.insert(def->name()).second) << def->name();
    EXPECT_TRUE(def->summary().ends_with(".")) << def->name();
    EXPECT_EQ(opDef(def->name()), def);
    EXPECT_LE(def->minResults(), def->maxResults()) << def->name();
    EXPECT_EQ(def->family() == Family::Elementwise, bool(def->formula())) << def->name();
    EXPECT_EQ(def->family() == Family::Movement, bool(def->movement())) << def->name();
    for (size_t i = 0; i + 1 < def->operands().size(); ++i)
      EXPECT_FALSE(def->operands()[i].variadic) << def->name();
  }
  EXPECT_EQ(opDef("no_such_op"), nullptr);
}

TEST(Definition, RenamesHoldFromTheirOpset) {
  Diagnostics diags;
  Module module(diags);
  Graph *graph = module.addGraph("g");
  Op *clip = graph->createOp("onnx.Clip", {});
  graph->setOpsets({{"", 10}});
  EXPECT_EQ(opDefForForeign(*clip), nullptr);
  graph->setOpsets({{"", 13}});
  EXPECT_EQ(opDefForForeign(*clip), opDef("clip"));
  clip->setName("onnx.ai.onnx.ml.Clip");
  EXPECT_EQ(opDefForForeign(*clip), nullptr);
}

TEST(Definition, EffectiveAttributesFillInDefaults) {
  OpUnderTest absent("leaky_relu");
  EXPECT_EQ(opDef("leaky_relu")->effective(*absent.op, "alpha"), Attribute(0.01));
  OpUnderTest given("leaky_relu", attrs({{"alpha", 0.2}}));
  EXPECT_EQ(opDef("leaky_relu")->effective(*given.op, "alpha"), Attribute(0.2));
  EXPECT_TRUE(opDef("leaky_relu")->effective(*given.op, "beta").empty());
  OpUnderTest transpose("transpose");
  EXPECT_TRUE(opDef("transpose")->effective(*transpose.op, "perm").empty());
}

TEST(Definition, UnknownAttribute) {
  OpUnderTest op("relu", attrs({{"alpha", 1.0}}));
  EXPECT_EQ(op.operand(ramp({2})).infer(), "[relu_form] unknown attribute 'alpha'");
}

TEST(Definition, AttributeOfAnotherKind) {
  OpUnderTest leaky("leaky_relu", attrs({{"alpha", 1}}));
  EXPECT_EQ(leaky.operand(ramp({2})).infer(),
            "[leaky_relu_form] attribute 'alpha' is an integer, expected a float");
  OpUnderTest transpose("transpose", attrs({{"perm", "10"}}));
  EXPECT_EQ(transpose.operand(ramp({2})).infer(),
            "[transpose_form] attribute 'perm' is a string, expected integers");
}

TEST(Definition, OperandAndResultCounts) {
  EXPECT_EQ(OpUnderTest("relu").infer(), "[relu_form] operand 'X' is missing");
  EXPECT_EQ(OpUnderTest("concat").infer(), "[concat_form] operand 'inputs' is missing");
  OpUnderTest many("relu");
  EXPECT_EQ(many.operand(ramp({1})).operand(ramp({1})).infer(),
            "[relu_form] 2 operands, at most 1 expected");
  OpUnderTest results("relu", {}, 2);
  EXPECT_EQ(results.operand(ramp({1})).infer(), "[relu_form] 2 results, expected at most 1");
}

TEST(Definition, MostOpsTakeTensorsAlone) {
  OpUnderTest op("relu");
  EXPECT_EQ(op.operand(Type::sequence(Type::unranked(DType::F32))).infer(),
            "[relu_form] operand 0 is seq<f32[*]>, a tensor is needed");
}

TEST(Definition, NothingFollowsFromAnUnknownType) {
  OpUnderTest op("add");
  EXPECT_EQ(op.operand(Type()).operand(ramp({2})).infer(), "?");
}

TEST(InferTypes, DeclaredAndInferredTypesMeet) {
  Diagnostics diags;
  Module module(diags);
  Graph *graph = module.addGraph("g");
  Value *x = graph->addArgument(Type::tensor(DType::F32, Dims{Dim::symbol("N"), 3, Dim()}), "x");
  Op *relu = graph->createOp("relu", {x});
  Value *y = relu->addResult(Type::tensor(DType::F32, Dims{Dim(), Dim(), 7}), "y");
  ASSERT_TRUE(succeeded(inferTypes(*graph)));
  EXPECT_EQ(y->type().str(), "f32[N,3,7]");
  y->setType(Type::tensor(DType::F32, Shape{1, 4, 7}));
  EXPECT_TRUE(failed(inferTypes(*graph)));
  relu->setName("made_up");
  EXPECT_TRUE(failed(inferTypes(*graph)));
}

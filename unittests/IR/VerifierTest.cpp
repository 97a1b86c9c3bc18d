// Each check of the structural verifier, by its label, on IR that the parser could not make.
#include "ParsedModule.h"

namespace fixcon {
namespace {

struct Verifier : testing::Test {
  CaughtDiagnostics diags;
  std::unique_ptr<Module> module = std::make_unique<Module>(diags.engine);
  Graph &g = *module->addGraph("g");
  Value *x = g.addArgument(Type::tensor(DType::F32, Shape{2}), "x");

  Op *relu(Value *of, const char *name) {
    Op *op = g.createOp("relu", {of});
    op->addResult(x->type(), name);
    return op;
  }
  void expectRefused(const char *label) {
    EXPECT_TRUE(failed(verifyStructure(*module)));
    EXPECT_EQ(diags.last.code, label);
  }
};

TEST_F(Verifier, AcceptsWhatIsInOrder) {
  g.addOutput(relu(x, "y")->result());
  EXPECT_TRUE(succeeded(verifyStructure(*module)));
}

TEST_F(Verifier, IR_order) {
  Op *first = relu(x, "a");
  Op *second = relu(first->result(), "b");
  second->moveBefore(first);
  expectRefused("IR-order");
}

TEST_F(Verifier, IR_uses_fromAnotherGraph) {
  Graph &other = *module->addGraph("other");
  other.createOp("relu", {x});
  expectRefused("IR-uses");
  other.front()->erase();
}

TEST_F(Verifier, IR_output) {
  Op *op = relu(x, "a");
  Graph &nested = op->addRegion();
  Value *inner = nested.addArgument(x->type(), "inner");
  g.addOutput(inner);
  expectRefused("IR-output");
  g.clearOutputs();
}

TEST_F(Verifier, IR_shadow) {
  relu(x, "a")->addRegion().addArgument(x->type(), "x");
  expectRefused("IR-shadow");
}

TEST_F(Verifier, IR_none) {
  g.createOp("relu", {x})->addResult(Type::none(), "a");
  expectRefused("IR-none");
}

TEST_F(Verifier, IR_absent) {
  Op *op = g.createOp("relu", {x});
  Value *absent = op->addResult(Type::none(), "");
  g.createOp("relu", {absent});
  expectRefused("IR-absent");
}

TEST_F(Verifier, IR_weightType) {
  g.addWeight(Tensor::scalar(1.0f), "w")->setType(x->type());
  expectRefused("IR-weight-type");
}

TEST_F(Verifier, IR_quantized) {
  Type bytes = Type::tensor(DType::I8, Shape{2, 3});
  for (const Quantization &wrong :
       {Quantization{{0}, {0}}, Quantization{{NAN}, {0}}, Quantization{{0.5F}, {200}},
        Quantization{{}, {}}, Quantization{{1, 2}, {0, 0}}, Quantization{{1, 2}, {0, 0}, 1},
        Quantization{{1, 2}, {0, 0}, 2}, Quantization{{1, 2}, {0}, 0}}) {
    x->setType(bytes.quantized(wrong));
    expectRefused("IR-quantized");
  }
  x->setType(Type::tensor(DType::F32, Shape{2}).quantized(Quantization{{1}, {0}}));
  expectRefused("IR-quantized");
  x->setType(bytes.quantized(Quantization{{1, 2}, {0, -128}, 0}));
  EXPECT_TRUE(succeeded(verifyStructure(*module)));
}

TEST_F(Verifier, WeightsKeepTheirGrid) {
  Value *w = g.addWeight(Tensor::of<int8_t>({2}, {1, 2}), "w");
  w->setType(w->type().quantized(Quantization{{0.5F}, {3}}));
  w->setTensor(Tensor::of<int8_t>({2}, {3, 4}));
  EXPECT_EQ(w->type().str(), "i8[2]q<0.5, 3>");
  EXPECT_TRUE(succeeded(verifyStructure(*module)));
  w->setTensor(Tensor::of<float>({2}, {3, 4}));
  EXPECT_EQ(w->type().str(), "f32[2]");
}

TEST_F(Verifier, IR_size) {
  x->setType(Type::tensor(DType::F32, Shape{int64_t{1} << 40, int64_t{1} << 40}));
  expectRefused("IR-size");
}

TEST_F(Verifier, IR_region) {
  relu(x, "a")->attrs().set("body", RegionRef{0});
  expectRefused("IR-region");
}

TEST_F(Verifier, IR_nesting) {
  Graph *deep = &g;
  for (unsigned i = 0; i < maxNesting; ++i)
    deep = &deep->createOp("a", {})->addRegion();
  expectRefused("IR-nesting");
}

TEST_F(Verifier, IR_names) {
  g.createOp("", {});
  expectRefused("IR-op-name");
  module->addGraph("");
  g.front()->erase();
  expectRefused("IR-graph-name");
}

TEST_F(Verifier, IR_derived) {
  g.setDerived(GraphKind::Normal, "g");
  expectRefused("IR-derived");
}

TEST_F(Verifier, IR_record) {
  module->records().push_back({"pair", "", {"g", "nothing"}, {}, {}, {}});
  expectRefused("IR-record");
  module->records().back().subject.value = "x";
  EXPECT_TRUE(succeeded(verifyStructure(*module)));
}

TEST_F(Verifier, NestedGraphsSideBySideMayShareNames) {
  Op *op = relu(x, "a");
  op->addRegion().addArgument(x->type(), "inner");
  op->addRegion().addArgument(x->type(), "inner");
  EXPECT_TRUE(succeeded(verifyStructure(*module)));
}

} // namespace
} // namespace fixcon

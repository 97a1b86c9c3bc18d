// What export writes when the graph is no longer the one that was imported: a consistent model in
// which only the edit shows.
#include "ModelFixture.h"

namespace fixcon {
namespace {

class Edits : public ModelFixture {
protected:
  void SetUp() override {
    ModelFixture::SetUp();
    imported = import(original);
    ASSERT_TRUE(imported->graph) << imported->said();
    graph = imported->graph;
  }
  /// The op that makes a value.
  Op *op(const char *name) const { return graph->value(name)->definingOp(); }
  /// The exported model, which must also be one that imports.
  onnx::ModelProto result() const {
    onnx::ModelProto model = exported(*graph);
    auto again = importFile(path("out.onnx"));
    EXPECT_TRUE(again->graph) << again->said();
    return model;
  }

  const onnx::ModelProto original = parse(R"(graph { name: 'g'
    input { name: 'x' type { tensor_type { elem_type: 1 shape { dim { dim_value: 4 } } } } }
    initializer { name: 'w' data_type: 1 dims: 2 float_data: 1 float_data: 2 doc_string: 'd' }
    initializer { name: 'h' data_type: 10 dims: 1 int32_data: 15360 }
    node { name: 'A' op_type: 'Conv' input: 'x' input: 'w' output: 'a' doc_string: 'kept'
      attribute { name: 'pads' type: INTS ints: 0 ints: 1 doc_string: 'why' }
      attribute { name: 'mode' type: STRING s: 'm' } }
    node { name: 'B' op_type: 'Neg' input: 'a' output: 'b' }
    node { name: 'C' op_type: 'Abs' input: 'b' output: 'y' }
    output { name: 'y' type { tensor_type { elem_type: 1 shape { dim { dim_param: 'N' } } } } }
    value_info { name: 'b' type { tensor_type { elem_type: 1 } } doc_string: 'info' }
    value_info { name: 'a' type { tensor_type { elem_type: 1 } } } })");
  std::unique_ptr<Imported> imported;
  Graph *graph = nullptr;
};

TEST_F(Edits, attributes) {
  op("a")->attrs().set("pads", Attribute::Ints{1, 1});
  op("a")->attrs().erase("mode");
  op("b")->attrs().set("new", 3);
  onnx::ModelProto expected = original;
  auto *a = expected.mutable_graph()->mutable_node(0);
  a->mutable_attribute(0)->set_ints(0, 1);
  a->mutable_attribute()->RemoveLast();
  auto *added = expected.mutable_graph()->mutable_node(1)->add_attribute();
  added->set_name("new");
  added->set_type(onnx::AttributeProto::INT);
  added->set_i(3);
  EXPECT_EQ(difference(expected, result()), "");
}

TEST_F(Edits, weightsStayInTheirFieldIfTheyCan) {
  graph->value("w")->setTensor(Tensor::of<float>({3}, {5, 6, 7}));
  onnx::ModelProto expected = original;
  auto *w = expected.mutable_graph()->mutable_initializer(0);
  w->set_dims(0, 3);
  w->clear_float_data();
  for (float value : {5, 6, 7})
    w->add_float_data(value);
  EXPECT_EQ(difference(expected, result()), "");
  graph->value("w")->setTensor(Tensor::of<double>({1}, {5}));
  onnx::TensorProto doubles = result().graph().initializer(0);
  EXPECT_EQ(doubles.data_type(), 11);
  EXPECT_EQ(doubles.raw_data().size(), 8u);
  EXPECT_EQ(doubles.float_data_size(), 0);
  EXPECT_EQ(doubles.doc_string(), "d");
}

TEST_F(Edits, removedOpsTakeTheirTypesAlong) {
  graph->value("b")->replaceAllUsesWith(graph->value("a"));
  op("b")->erase();
  onnx::ModelProto expected = original;
  expected.mutable_graph()->mutable_node()->DeleteSubrange(1, 1);
  expected.mutable_graph()->mutable_node(1)->set_input(0, "a");
  expected.mutable_graph()->mutable_value_info()->DeleteSubrange(0, 1);
  EXPECT_EQ(difference(expected, result()), "");
}

TEST_F(Edits, addedOpsAndTypes) {
  Op *added = graph->createOp("onnx.com.example.Fix", {graph->value("a")}, {}, op("b"));
  Value *fixed = added->addResult(Type::tensor(DType::F32, Shape{4}), "fixed");
  op("b")->setOperand(0, fixed);
  onnx::ModelProto after = result();
  EXPECT_EQ(after.graph().node(1).op_type(), "Fix");
  EXPECT_EQ(after.graph().node(1).domain(), "com.example");
  EXPECT_FALSE(after.graph().node(1).has_name());
  ASSERT_EQ(after.graph().value_info_size(), 3);
  EXPECT_EQ(after.graph().value_info(2).name(), "fixed");
  EXPECT_EQ(after.graph().value_info(0).doc_string(), "info");
}

TEST_F(Edits, changedTypes) {
  graph->value("x")->setType(Type::tensor(DType::F32, Shape{1, 2}));
  graph->value("b")->setType(Type::tensor(DType::F16, Shape{7}));
  graph->value("a")->setType({});
  onnx::ModelProto after = result();
  EXPECT_EQ(after.graph().input(0).type().tensor_type().shape().dim(1).dim_value(), 2);
  EXPECT_EQ(after.graph().value_info(0).type().tensor_type().elem_type(), 10);
  EXPECT_EQ(after.graph().value_info(0).doc_string(), "info");
  EXPECT_EQ(after.graph().output(0).type().tensor_type().shape().dim(0).dim_param(), "N");
}

TEST_F(Edits, anotherValueTakesTheOutputsName) {
  Op *added = graph->createOp("onnx.Relu", {graph->value("y")});
  graph->setOutput(0, added->addResult({}, "relu"));
  onnx::ModelProto after = result();
  EXPECT_EQ(after.graph().output(0).name(), "y");
  EXPECT_EQ(after.graph().node(3).output(0), "y");
  EXPECT_EQ(after.graph().node(3).input(0), after.graph().node(2).output(0));
  EXPECT_NE(after.graph().node(2).output(0), "y");
}

TEST_F(Edits, oneValueUnderTwoNames) {
  graph->addOutput(graph->value("y"), "again");
  graph->addOutput(graph->value("x"), "same");
  onnx::ModelProto after = result();
  ASSERT_EQ(after.graph().node_size(), 5);
  EXPECT_EQ(after.graph().node(3).op_type(), "Identity");
  EXPECT_EQ(after.graph().node(3).output(0), "again");
  EXPECT_EQ(after.graph().node(4).input(0), "x");
}

TEST_F(Edits, graphsThatNoFileGave) {
  const char *text = R"(module {
    graph @new(%x: f32[2]) dialect("onnx", opset = 13) {
      weight %w : f32[2] = dense<[1, 2]>
      %z = onnx.Add %x, %w : f32[2]
      %y = onnx.Neg %z : f32[2]
      return %y
    }
  })";
  auto module = parseModule(text, "new.ir", imported->diags);
  ASSERT_TRUE(succeeded(module)) << imported->said();
  graph = (*module)->graph("new");
  onnx::ModelProto after = result();
  EXPECT_EQ(after.ir_version(), 7);
  EXPECT_EQ(after.graph().name(), "new");
  EXPECT_EQ(after.opset_import(0).version(), 13);
  EXPECT_EQ(after.graph().value_info(0).name(), "z");
  EXPECT_EQ(after.graph().initializer(0).raw_data().size(), 8u);
}

TEST_F(Edits, whatIsNoOperatorIsRefused) {
  graph->createOp("relu", {graph->value("y")});
  EXPECT_TRUE(failed(exportONNX(*graph, path("bad.onnx"))));
  EXPECT_NE(imported->said().find("'relu' is no operator of ONNX"), std::string::npos);
  graph->setDialect("tfl");
  EXPECT_TRUE(failed(exportONNX(*graph, path("bad.onnx"))));
}

TEST_F(Edits, brokenResiduesAreReported) {
  op("a")->attrs().set("onnx.residue", Bytes{"\x0a\xff"});
  EXPECT_TRUE(failed(exportONNX(*graph, path("bad.onnx"))));
  EXPECT_NE(imported->said().find("node 'A' (#0): error: the residue of the node cannot be read"),
            std::string::npos)
      << imported->said();
}

} // namespace
} // namespace fixcon

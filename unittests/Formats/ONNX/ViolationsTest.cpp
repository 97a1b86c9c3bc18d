// A model that breaks the standard can be exported as it is, and repaired elsewhere; what is edited must
// be valid.
#include "ModelFixture.h"

namespace fixcon {
namespace {

class Violations : public ModelFixture {
protected:
  /// An AveragePool with an attribute that opset 13 does not have, behind a Relu.
  const onnx::ModelProto invalid = parse(R"(opset_import { version: 13 } graph { name: 'g'
    input { name: 'x' type { tensor_type { elem_type: 1 shape { dim { dim_value: 1 }
      dim { dim_value: 1 } dim { dim_value: 4 } dim { dim_value: 4 } } } } }
    node { name: 'A' op_type: 'Relu' input: 'x' output: 'a' }
    node { name: 'B' op_type: 'AveragePool' input: 'a' output: 'y'
      attribute { name: 'kernel_shape' type: INTS ints: 2 ints: 2 }
      attribute { name: 'dilations' type: INTS ints: 1 ints: 1 } }
    output { name: 'y' type { tensor_type { elem_type: 1 } } } })");
  static constexpr const char *text =
      "node 'B': AveragePool of opset 13 has no attribute 'dilations' (since opset 19)";
};

TEST_F(Violations, OfAFileAreKeptAndExported) {
  expectRoundTrip(invalid);
  auto imported = import(invalid);
  ASSERT_TRUE(imported->graph) << imported->said();
  EXPECT_EQ(imported->graph->attrs().getOr("onnx.violations", Attribute::Strings()),
            Attribute::Strings{text});
}

TEST_F(Violations, DoNotStandInTheWayOfEditsElsewhere) {
  auto imported = import(invalid);
  imported->graph->value("a")->definingOp()->setName("onnx.Abs");
  onnx::ModelProto expected = invalid;
  expected.mutable_graph()->mutable_node(0)->set_op_type("Abs");
  EXPECT_EQ(difference(expected, exported(*imported->graph)), "");
}

TEST_F(Violations, ThatAnEditBringsAreErrors) {
  auto imported = import(invalid);
  imported->graph->value("a")->definingOp()->attrs().set("alpha", 0.5);
  EXPECT_TRUE(failed(exportONNX(*imported->graph, path("out.onnx"))));
  EXPECT_NE(
      imported->said().find("node 'A' (#0): error: Relu of opset 13 has no attribute 'alpha'"),
      std::string::npos)
      << imported->said();
  EXPECT_EQ(imported->said().find("dilations"), std::string::npos) << imported->said();
}

TEST_F(Violations, OfTextAreErrors) {
  Imported written;
  auto module = parseModule(R"(graph @m(%x: f32[2]) dialect("onnx", opset = 13) {
      %y = onnx.Relu %x {alpha = 0.5} : f32[2] loc("A", index = 0)
      return %y
    })",
                            "m.ir", written.diags);
  ASSERT_TRUE(succeeded(module)) << written.said();
  EXPECT_TRUE(failed(exportONNX(*(*module)->graph("m"), path("out.onnx"))));
}

} // namespace
} // namespace fixcon

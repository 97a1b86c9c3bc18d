// Declared types in every place and spelling, inputs with defaults, the order of nodes.
#include "ModelFixture.h"

namespace fixcon {
namespace {

class ValueInfos : public ModelFixture {};

const char *const f32of3 = "type { tensor_type { elem_type: 1 shape { dim { dim_value: 3 } } } }";

TEST_F(ValueInfos, everyPlace) {
  std::string type = f32of3;
  auto model = parse("graph { name: 'g' input { name: 'x' " + type +
                     " } node { op_type: 'A' input: 'x' output: 'a' } "
                     "node { op_type: 'B' input: 'a' output: 'y' } output { name: 'y' " +
                     type + " } value_info { name: 'a' " + type + " } }");
  expectRoundTrip(model);
  auto imported = import(model);
  for (const char *name : {"x", "a", "y"})
    EXPECT_EQ(imported->graph->value(name)->type().str(), "f32[3]") << name;
}

TEST_F(ValueInfos, unusualEntries) {
  std::string type = f32of3;
  expectRoundTrip(
      "graph { name: 'g' input { name: 'x' doc_string: 'd' } input { name: 'z' type { } } "
      "initializer { name: 'w' data_type: 1 dims: 3 float_data: 1 float_data: 2 float_data: 3 } "
      "node { op_type: 'A' input: 'x' output: 'a' output: 'b' output: 'c' } "
      "output { name: 'b' } output { name: 'x' " +
      type +
      " metadata_props { key: 'k' } } "
      "output { name: 'w' } "
      "value_info { name: 'c' " +
      type + " } value_info { name: 'a' " + type +
      " doc_string: '' } "
      "value_info { name: 'nowhere' " +
      type + " } value_info { name: 'a' " + type +
      " } "
      "value_info { name: 'b' " +
      type + " } value_info { name: 'x' } value_info { name: 'w' " + type +
      " } value_info { name: '' } }");
}

TEST_F(ValueInfos, contradictions) {
  auto model = parse("graph { name: 'g' input { name: 'x' " + std::string(f32of3) +
                     " } value_info { name: 'x' type { tensor_type { elem_type: 7 } } } "
                     "output { name: 'x' type { denotation: 'IMAGE' tensor_type { elem_type: 1 "
                     "shape { dim { dim_param: 'N' denotation: 'DATA_BATCH' } } } } } }");
  expectRoundTrip(model);
  EXPECT_EQ(import(model)->graph->value("x")->type().str(), "f32[3]");
}

TEST_F(ValueInfos, everyKindOfType) {
  for (std::string type :
       {"tensor_type { elem_type: 1 }", "tensor_type { }", "tensor_type { elem_type: 99 }",
        "tensor_type { elem_type: 1 shape { } }",
        "tensor_type { elem_type: 1 shape { dim { dim_param: '' } dim { dim_value: -1 } dim { } } "
        "}",
        "sparse_tensor_type { elem_type: 1 }",
        "sparse_tensor_type { elem_type: 1 shape { dim { dim_value: 2 } } }",
        "sequence_type { elem_type { tensor_type { elem_type: 8 } } }", "sequence_type { }",
        "optional_type { elem_type { sequence_type { elem_type { tensor_type { elem_type: 9 } } } "
        "} }",
        "map_type { key_type: 8 value_type { tensor_type { elem_type: 1 shape { } } } }",
        "map_type { }", "opaque_type { name: 'o' }"}) {
    SCOPED_TRACE(type);
    expectRoundTrip("graph { name: 'g' input { name: 'x' type { " + type + " } } }");
  }
}

TEST_F(ValueInfos, impossibleTypes) {
  auto model = [](const std::string &dims) {
    return parse("graph { input { name: 'x' type { tensor_type { elem_type: 1 shape { " + dims +
                 " } } } } }");
  };
  expectError(model("dim { dim_value: -5 }"), "'x': error: the type of 'x' has the dimension -5");
  expectError(model("dim { dim_value: 1099511627776 } dim { dim_value: 1099511627776 }"),
              "has more elements than can be counted");
}

TEST_F(ValueInfos, initialisersThatAreInputs) {
  auto model = parse(R"(ir_version: 3 graph { name: 'g'
    input { name: 'w' type { tensor_type { elem_type: 1 shape { dim { dim_param: 'K' } } } } }
    input { name: 'x' } input { name: 'b' type { tensor_type { elem_type: 1 shape { } } } }
    initializer { name: 'b' data_type: 1 float_data: 2 }
    initializer { name: 'w' data_type: 1 dims: 1 float_data: 3 }
    node { op_type: 'Op' input: 'x' input: 'w' input: 'b' output: 'y' } output { name: 'y' } })");
  expectRoundTrip(model);
  auto imported = import(model);
  EXPECT_EQ(imported->graph->arguments().size(), 1u);
  EXPECT_TRUE(imported->graph->value("w")->isWeight());
  EXPECT_EQ(imported->graph->value("w")->type().str(), "f32[1]");
}

TEST_F(ValueInfos, unsortedNodes) {
  auto model = parse(R"(graph { name: 'g' input { name: 'x' }
    node { op_type: 'C' input: 'b' input: 'a' output: 'y' }
    node { op_type: 'B' input: 'a' output: 'b' } node { op_type: 'A' input: 'x' output: 'a' }
    output { name: 'y' } })");
  expectRoundTrip(model);
  auto imported = import(model);
  EXPECT_EQ(imported->graph->front()->type(), "A");
  EXPECT_EQ(imported->graph->front()->location().index, 2);
  // Whatever changes the graph gets the order that the format asks for.
  imported->graph->createOp("onnx.D", {imported->graph->value("a")});
  EXPECT_EQ(exported(*imported->graph).graph().node(0).op_type(), "A");
}

TEST_F(ValueInfos, brokenReferences) {
  expectError("graph { node { name: 'n' op_type: 'A' input: 'nix' output: 'y' } }",
              "node 'n' (#0): error: nothing produces the input 'nix' of A");
  expectError("graph { output { name: 'y' } }", "nothing produces the output 'y'");
  expectError("graph { input { name: 'x' } input { name: 'x' } }", "two inputs have the name 'x'");
  expectError("graph { input { } }", "an input of a graph has no name");
  expectError("graph { input { name: 'x' } output { name: 'x' } output { name: 'x' } }",
              "two outputs have the name 'x'");
  expectError("graph { initializer { name: 'w' data_type: 1 dims: 0 } "
              "initializer { name: 'w' data_type: 1 dims: 0 } }",
              "two initializers have the name 'w'");
  expectError("graph { initializer { data_type: 1 dims: 0 } }", "an initializer has no name");
  expectError("graph { node { name: 'p' op_type: 'A' output: 'y' } "
              "node { name: 'q' op_type: 'B' output: 'y' } }",
              "node 'q' (#1): error: output 'y' is there already");
  expectError("graph { input { name: 'x' } node { op_type: 'A' output: 'x' } }",
              "output 'x' is there already");
}

TEST_F(ValueInfos, circles) {
  expectError(R"(graph { input { name: 'x' }
    node { name: 'p' op_type: 'A' input: 'x' input: 'c' output: 'a' }
    node { op_type: 'B' input: 'a' output: 'b' }
    node { name: 'q' op_type: 'C' input: 'b' output: 'c' }
    node { name: 'behind' op_type: 'D' input: 'c' output: 'd' } })",
              "nodes use each other in a circle: 'p' -> #1 -> 'q' -> 'p'");
  expectError("graph { node { name: 'n' op_type: 'A' input: 'a' output: 'a' } }",
              "in a circle: 'n' -> 'n'");
}

} // namespace
} // namespace fixcon

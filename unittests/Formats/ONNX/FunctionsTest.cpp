// Functions of a model: graphs beside it, with parameters and references to them.
#include "ModelFixture.h"

namespace fixcon {
namespace {

class Functions : public ModelFixture {};

const char *const withFunctions = R"(
  opset_import { domain: '' version: 20 } opset_import { domain: 'local' version: 1 }
  graph { name: 'g' input { name: 'x' }
    node { op_type: 'Scale' domain: 'local' input: 'x' output: 'y'
           attribute { name: 'k' type: FLOAT f: 2 } }
    node { op_type: 'Twice' domain: 'local' overload: 'f32' input: 'y' output: 'z' }
    output { name: 'z' } }
  functions { name: 'Scale' domain: 'local' input: 'a' input: 'unused' output: 'b'
    attribute: 'k' attribute_proto { name: 'axis' type: INT i: 1 doc_string: 'd' }
    opset_import { domain: '' version: 20 } doc_string: 'scales'
    node { op_type: 'Constant' output: 'c'
           attribute { name: 'value_float' ref_attr_name: 'k' type: FLOAT } }
    node { op_type: 'Mul' input: 'a' input: 'c' output: 'b' }
    value_info { name: 'c' type { tensor_type { elem_type: 1 shape { } } } } }
  functions { name: 'Twice' domain: 'local' overload: 'f32' input: 'x' output: 'y'
    opset_import { version: 20 } metadata_props { key: 'k' value: 'v' }
    node { op_type: 'If' output: 'y' attribute { name: 'then_branch' type: GRAPH g {
      node { op_type: 'Op' input: 'x' output: 'y'
             attribute { name: 'n' ref_attr_name: 'p' } } output { name: 'y' } } } } })";

TEST_F(Functions, roundTrip) {
  expectRoundTrip(withFunctions);
  auto imported = import(parse(withFunctions));
  const Graph *scale = imported->module->graph("m.fn.local.Scale");
  ASSERT_TRUE(scale);
  EXPECT_TRUE(imported->module->graph("m.fn.local.Twice.f32"));
  EXPECT_EQ(scale->opset(), 20);
  EXPECT_EQ(*scale->attrs().get<int64_t>("axis"), 1);
  EXPECT_EQ(scale->front()->attr<SymbolRef>("value_float")->value, "k");
  EXPECT_EQ(scale->value("c")->type().str(), "f32[]");
  EXPECT_EQ(*imported->graph->value("z")->definingOp()->attr<std::string>("onnx.overload"), "f32");
}

TEST_F(Functions, copiesShareThem) {
  auto imported = import(parse(withFunctions));
  Graph *copy = imported->module->cloneGraph(*imported->graph, "copy");
  EXPECT_EQ(difference(parse(withFunctions), exported(*copy)), "");
  imported->module->eraseGraph("m.fn.local.Scale");
  EXPECT_TRUE(failed(exportONNX(*copy, path("broken.onnx"))));
  EXPECT_NE(imported->said().find("function 'local.Scale'"), std::string::npos);
}

TEST_F(Functions, ofTheDefaultDomain) {
  auto model = parse("graph { name: 'g' node { op_type: 'F' output: 'y' } output { name: 'y' } } "
                     "functions { name: 'F' output: 'o' node { op_type: 'A' output: 'o' } }");
  expectRoundTrip(model);
  EXPECT_TRUE(import(model)->module->graph("m.fn..F"));
}

TEST_F(Functions, brokenOnes) {
  expectError("graph { } functions { name: 'F' output: 'y' }",
              "function 'F': output 'y' is produced by nothing");
  expectError("graph { } functions { name: 'F' } functions { name: 'F' }",
              "there are two graphs @m.fn..F");
  expectError("graph { } functions { name: 'F' input: 'x' input: 'x' }", "or one that is taken");
  expectError("graph { } functions { name: 'F' node { op_type: 'A' input: 'x' } }",
              "nothing produces the input 'x'");
}

} // namespace
} // namespace fixcon

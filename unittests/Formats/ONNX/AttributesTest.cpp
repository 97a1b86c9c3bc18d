// Attributes of every kind, in usual and unusual spellings, and what else nodes carry.
#include "ModelFixture.h"

#include <cmath>
#include <google/protobuf/unknown_field_set.h>

namespace fixcon {
namespace {

class Attributes : public ModelFixture {
protected:
  /// A model with one node that has these attributes.
  static onnx::ModelProto withAttributes(const std::string &attributes) {
    return parse("graph { name: 'g' node { op_type: 'Op' domain: 'test' output: 'y' " + attributes +
                 " } output { name: 'y' } }");
  }
};

TEST_F(Attributes, everyPlainKind) {
  auto model = withAttributes(
      "attribute { name: 'f' type: FLOAT f: 0.1 } attribute { name: 'i' type: INT i: -3 } "
      "attribute { name: 's' type: STRING s: 'a\\377b' } "
      "attribute { name: 'fs' type: FLOATS floats: 1 floats: -0 floats: inf } "
      "attribute { name: 'is' type: INTS ints: 9223372036854775807 } "
      "attribute { name: 'ss' type: STRINGS strings: '' strings: 'x' } "
      "attribute { name: 'tp' type: TYPE_PROTO tp { sequence_type { elem_type { tensor_type { "
      "elem_type: 1 shape { dim { dim_param: 'N' } dim { } dim { dim_value: 3 } } } } } } } "
      "attribute { name: 'tps' type: TYPE_PROTOS type_protos { map_type { key_type: 7 value_type { "
      "optional_type { elem_type { tensor_type { elem_type: 10 } } } } } } }");
  expectRoundTrip(model);
  auto imported = import(model);
  const Op *op = imported->graph->front();
  EXPECT_EQ(op->name(), "onnx.test.Op");
  EXPECT_EQ(*op->attr<double>("f"), static_cast<double>(0.1f));
  EXPECT_EQ(*op->attr<int64_t>("i"), -3);
  EXPECT_EQ(*op->attr<std::string>("s"), "a\377b");
  EXPECT_EQ(op->attr<Type>("tp")->str(), "seq<f32[N,?,3]>");
  EXPECT_EQ(op->attrs().size(), 8u) << "nothing is left over";
}

TEST_F(Attributes, emptyListsKeepTheirKind) {
  expectRoundTrip(withAttributes(
      "attribute { name: 'a' type: FLOATS } attribute { name: 'b' type: INTS } "
      "attribute { name: 'c' type: STRINGS } attribute { name: 'd' type: TENSORS } "
      "attribute { name: 'e' type: GRAPHS } attribute { name: 'f' type: TYPE_PROTOS } "
      "attribute { name: 'g' type: SPARSE_TENSORS }"));
}

TEST_F(Attributes, unusualSpellings) {
  expectRoundTrip(withAttributes("attribute { name: 'zero' type: INT } "
                                 "attribute { name: 'untyped' f: 2 } "
                                 "attribute { name: 'undefined' type: UNDEFINED ints: 2 } "
                                 "attribute { name: 'both' type: INT i: 1 floats: 2 } "
                                 "attribute { name: 'documented' doc_string: 'why' type: INT i: 1 }"
                                 "attribute { name: 'emptied' type: TYPE_PROTO tp { } } "
                                 "attribute { name: 'opaque' type: TYPE_PROTO tp { opaque_type { "
                                 "domain: 'd' name: 'n' } denotation: 'x' } }"));
}

TEST_F(Attributes, valuesBesideTheOneThatTheTypeMeans) {
  expectRoundTrip(
      withAttributes("attribute { name: 'g' type: GRAPH g { name: 'n' } s: 'odd' } "
                     "attribute { name: 'gs' type: GRAPHS graphs { } i: 5 } "
                     "attribute { name: 't' type: TENSOR t { data_type: 1 dims: 0 } f: 2 } "
                     "attribute { name: 'i' type: INT i: 1 s: 'odd' }"));
}

TEST_F(Attributes, signallingNan) {
  auto model = withAttributes("attribute { name: 'f' type: FLOAT f: 0 }");
  const uint32_t bits = 0x7fa00001;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  model.mutable_graph()->mutable_node(0)->mutable_attribute(0)->set_f(value);
  expectRoundTrip(model);
}

TEST_F(Attributes, tensors) {
  auto model = withAttributes(
      "attribute { name: 't' type: TENSOR t { dims: 2 data_type: 1 float_data: 1 float_data: 2 "
      "name: 'inner' doc_string: 'why' } } "
      "attribute { name: 'raw' type: TENSOR t { dims: 1 data_type: 6 raw_data: '\\1\\0\\0\\0' } } "
      "attribute { name: 'untyped' t { data_type: 7 int64_data: 5 } } "
      "attribute { name: 'ts' type: TENSORS tensors { dims: 1 data_type: 8 string_data: 'a' } "
      "tensors { dims: 0 data_type: 1 } } "
      "attribute { name: 'sp' type: SPARSE_TENSOR sparse_tensor { values { dims: 2 data_type: 1 "
      "float_data: 3 float_data: 4 } indices { dims: 2 data_type: 7 int64_data: 1 int64_data: 5 } "
      "dims: 2 dims: 3 } }");
  expectRoundTrip(model);
  auto imported = import(model);
  const Tensor *sparse = imported->graph->front()->attr<Tensor>("sp");
  EXPECT_EQ(sparse->toDoubles(), (std::vector<double>{0, 3, 0, 0, 0, 4}));
}

TEST_F(Attributes, namesDomainsAndWhatElseNodesCarry) {
  auto model = parse(R"(graph { name: 'g'
    node { op_type: 'A' name: '' domain: '' output: 'a' doc_string: 'why' }
    node { op_type: 'B' name: 'b node' domain: 'ai.onnx' input: 'a' output: 'b' overload: 'o'
           metadata_props { key: 'k' value: 'v' } }
    node { op_type: 'C.D' domain: 'com.example' input: 'b' output: 'c' overload: '' }
    node { op_type: 'E.' domain: 'com.example' input: 'c' output: 'e' }
    output { name: 'c' } })");
  auto *fields = model.mutable_graph()->mutable_node(0);
  fields->GetReflection()->MutableUnknownFields(fields)->AddVarint(777, 5);
  expectRoundTrip(model);
  auto imported = import(model);
  EXPECT_EQ(imported->graph->value("b")->definingOp()->name(), "onnx.B");
  EXPECT_EQ(imported->graph->value("b")->definingOp()->label(), "b node");
}

TEST_F(Attributes, absentOperandsAndResults) {
  auto model = parse(R"(graph { name: 'g' input { name: 'x' }
    node { op_type: 'A' input: 'x' input: '' input: 'x' input: '' output: '' output: 'y' output: '' }
    node { op_type: 'Nothing' }
    output { name: 'y' } })");
  expectRoundTrip(model);
  auto imported = import(model);
  const Op *op = imported->graph->front();
  EXPECT_EQ(op->numOperands(), 4u);
  EXPECT_EQ(op->operand(1), nullptr);
  EXPECT_FALSE(op->hasResult(0));
  EXPECT_TRUE(op->hasResult(1));
}

TEST_F(Attributes, theDefaultDomainHasTwoNames) {
  auto model = parse(
      R"(opset_import { domain: 'ai.onnx' version: 1000 } opset_import { domain: 'x' version: 1 }
    graph { name: 'g' node { op_type: 'A' output: 'a' } output { name: 'a' } })");
  expectRoundTrip(model);
  auto imported = import(model);
  EXPECT_EQ(imported->graph->opset(), 1000);
  EXPECT_EQ(versionOf(*imported->graph->front()), 1000);
  imported->graph->setOpsets({{"", 1001}, {"x", 1}});
  EXPECT_EQ(exported(*imported->graph).opset_import(0).domain(), "");
}

TEST_F(Attributes, everythingAroundTheGraph) {
  auto model = parse(R"(ir_version: 8 producer_name: 'p' producer_version: '1' domain: 'd'
    model_version: -2 doc_string: '' opset_import { version: 20 }
    opset_import { domain: 'x' version: 1 } opset_import { domain: 'y' }
    metadata_props { key: 'k' value: 'v' } metadata_props { }
    training_info { algorithm { node { op_type: 'Z' } } }
    graph { doc_string: 'g' quantization_annotation { tensor_name: 't'
      quant_parameter_tensor_names { key: 'SCALE_TENSOR' value: 's' } }
      metadata_props { key: 'a' value: 'b' } })");
  auto *fields = model.GetReflection()->MutableUnknownFields(&model);
  fields->AddLengthDelimited(26, "device configuration of a later version");
  expectRoundTrip(model);
  model.clear_ir_version();
  expectRoundTrip(model);
  EXPECT_EQ(import(model)->graph->opsets().size(), 3u);
}

TEST_F(Attributes, impossibleOnes) {
  expectError(withAttributes("attribute { name: 'a' }"), "attribute 'a' has no value");
  expectError(withAttributes("attribute { name: 'a' type: TENSOR }"), "attribute 'a' has no value");
  expectError(withAttributes("attribute { type: INT i: 1 }"), "an attribute has no name");
  expectError(withAttributes("attribute { name: 'a' i: 1 } attribute { name: 'a' i: 2 }"),
              "there are two attributes 'a'");
  expectError(withAttributes("attribute { name: 'onnx.residue' s: 'x' type: STRING }"),
              "has a name that no operator's attribute can have");
  expectError(withAttributes("attribute { name: 'a' type: INT ref_attr_name: 'b' }"),
              "of a function, but stands in none");
  expectError("graph { node { name: 'n' } }", "node 'n' (#0): error: the node has no operator");
}

} // namespace
} // namespace fixcon

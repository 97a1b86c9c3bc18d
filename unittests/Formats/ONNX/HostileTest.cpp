// Damaged files: whatever the bytes, import answers with a graph or with a diagnostic, and what it
// accepts can be written again.
#include "ModelFixture.h"

#include "fixcon/Support/Random.h"

#include <fstream>

namespace fixcon {
namespace {

class Hostile : public ModelFixture {
protected:
  /// One small model with nearly everything in it.
  static std::string sample() {
    return parse(R"(producer_name: 'p' opset_import { domain: '' version: 20 }
      graph { name: 'g' doc_string: 'd'
        input { name: 'x' type { tensor_type { elem_type: 1 shape {
          dim { dim_param: 'N' } dim { dim_value: 3 } } } } }
        input { name: 'w' }
        initializer { name: 'w' data_type: 1 dims: 2 float_data: 1 float_data: 2 }
        initializer { name: 'r' data_type: 22 dims: 3 raw_data: 'ab' }
        initializer { name: 't' data_type: 8 dims: 1 string_data: 'text' }
        sparse_initializer { values { name: 's' dims: 1 data_type: 7 int64_data: 5 }
          indices { dims: 1 data_type: 7 int64_data: 2 } dims: 2 dims: 2 }
        node { op_type: 'Conv' input: 'x' input: 'w' input: '' output: 'a' output: ''
          attribute { name: 'pads' type: INTS ints: 0 ints: 1 }
          attribute { name: 'mode' type: STRING s: 'm' }
          attribute { name: 'value' type: TENSOR t { data_type: 6 int32_data: 3 } } }
        node { name: 'if' op_type: 'If' input: 'a' output: 'y'
          attribute { name: 'then_branch' type: GRAPH g {
            node { op_type: 'Add' input: 'a' input: 's' output: 'q' } output { name: 'q' } } }
          attribute { name: 'else_branch' type: GRAPH g {
            node { op_type: 'F' domain: 'l' input: 'a' output: 'q' } output { name: 'q' } } } }
        output { name: 'y' type { sequence_type { elem_type { tensor_type { elem_type: 1 } } } } }
        value_info { name: 'a' type { tensor_type { elem_type: 1 } } } }
      functions { name: 'F' domain: 'l' input: 'i' output: 'o' attribute: 'k'
        node { op_type: 'Neg' input: 'i' output: 'o'
               attribute { name: 'k' ref_attr_name: 'k' type: INT } } }
      metadata_props { key: 'k' value: 'v' })")
        .SerializeAsString();
  }

  void survive(const std::string &bytes) {
    write("hostile.onnx", bytes);
    auto imported = importFile(path("hostile.onnx"));
    (imported->graph ? accepted : refused)++;
    if (!imported->graph)
      return;
    ASSERT_TRUE(succeeded(exportONNX(*imported->graph, path("out.onnx")))) << imported->said();
    onnx::ModelProto original;
    ASSERT_TRUE(original.ParseFromString(bytes));
    EXPECT_EQ(difference(original, readModel(path("out.onnx"))), "");
  }

  unsigned accepted = 0, refused = 0;
};

TEST_F(Hostile, theSampleItselfIsFine) {
  survive(sample());
  EXPECT_EQ(accepted, 1u);
}

TEST_F(Hostile, truncated) {
  std::string bytes = sample();
  for (size_t size = 0; size < bytes.size(); ++size)
    survive(bytes.substr(0, size));
  EXPECT_GT(refused, accepted);
}

TEST_F(Hostile, flippedBits) {
  const std::string bytes = sample();
  Random random(7);
  for (size_t bit = 0; bit < bytes.size() * 8; bit += 1 + random.below(3)) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    survive(damaged);
    if (HasFatalFailure())
      FAIL() << "bit " << bit;
  }
  // Both kinds of damage are well represented.
  EXPECT_GT(refused, 500u);
  EXPECT_GT(accepted, 500u);
}

TEST_F(Hostile, severalBytesReplaced) {
  const std::string bytes = sample();
  Random random(3);
  for (unsigned round = 0; round < 2000; ++round) {
    std::string damaged = bytes;
    for (uint64_t i = 0, n = 1 + random.below(6); i < n; ++i)
      damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
    survive(damaged);
  }
}

TEST_F(Hostile, garbage) {
  Random random(5);
  for (unsigned round = 0; round < 500; ++round) {
    std::string bytes(random.below(200), '\0');
    for (char &byte : bytes)
      byte = static_cast<char>(random.below(256));
    write("garbage.onnx", bytes);
    EXPECT_FALSE(importFile(path("garbage.onnx"))->graph);
  }
  write("empty.onnx", "");
  EXPECT_NE(importFile(path("empty.onnx"))->said().find("it has no graph"), std::string::npos);
  EXPECT_NE(importFile(path("nowhere.onnx"))->said().find("cannot open"), std::string::npos);
  EXPECT_NE(importFile(folder)->said().find("not a regular file"), std::string::npos);
}

/// Many times the same thing must not cost its square.
TEST_F(Hostile, hugeListsTakeLinearTime) {
  onnx::ModelProto model = parse("graph { name: 'g' input { name: 'x' } }");
  auto *node = model.mutable_graph()->add_node();
  node->set_op_type("Sum");
  node->add_output("y");
  for (int i = 0; i < 200000; ++i) {
    node->add_input("x");
    auto *other = model.mutable_graph()->add_node();
    other->set_op_type("N");
    other->add_input("y");
  }
  auto imported = import(model);
  EXPECT_TRUE(imported->graph) << imported->said();
  node->clear_input();
  for (int i = 0; i < 100000; ++i) {
    auto *attribute = node->add_attribute();
    attribute->set_name("a" + std::to_string(i));
    attribute->set_i(1);
  }
  expectError(model, "more than any operator");
}

TEST_F(Hostile, graphNamesThatAreTaken) {
  write("m.onnx", sample());
  Imported imported;
  imported.module->addGraph("m");
  EXPECT_TRUE(failed(importONNX(path("m.onnx"), *imported.module, "m")));
  EXPECT_NE(imported.said().find("there are two graphs @m"), std::string::npos);
  EXPECT_EQ(imported.module->graphs().size(), 1u);
}

} // namespace
} // namespace fixcon

// Graphs inside nodes: what they use from outside, names that they share, how deep they go.
#include "ModelFixture.h"

namespace fixcon {
namespace {

class NestedGraphs : public ModelFixture {};

const char *const conditional = R"(graph { name: 'g' input { name: 'c' } input { name: 'x' }
  node { op_type: 'Neg' input: 'x' output: 'n' }
  node { name: 'if' op_type: 'If' input: 'c' output: 'y'
    attribute { name: 'then_branch' type: GRAPH g { name: 'then' doc_string: 'd'
      initializer { name: 'w' data_type: 1 float_data: 1 }
      node { op_type: 'Add' input: 'n' input: 'w' output: 'r' } output { name: 'r' } } }
    attribute { name: 'else_branch' type: GRAPH g {
      initializer { name: 'w' data_type: 1 float_data: 2 }
      node { op_type: 'Sub' input: 'x' input: 'w' output: 'q' }
      node { op_type: 'Sub' input: 'q' input: 'q' output: 'r' } output { name: 'r' }
      value_info { name: 'q' type { tensor_type { elem_type: 1 } } } } } }
  output { name: 'y' } })";

TEST_F(NestedGraphs, capturesAndSharedNames) {
  expectRoundTrip(conditional);
  auto imported = import(parse(conditional));
  const Op &op = *imported->graph->value("y")->definingOp();
  ASSERT_EQ(op.numRegions(), 2u);
  EXPECT_EQ(op.region(0).name(), "then");
  EXPECT_EQ(op.attr<RegionRef>("else_branch")->index, 1u);
  EXPECT_EQ(op.region(0).front()->operand(0), imported->graph->value("n"));
  EXPECT_NE(op.region(0).output(0)->name(), op.region(1).output(0)->name());
  EXPECT_EQ(op.region(1).outputName(0), "r");
}

TEST_F(NestedGraphs, hiddenNames) {
  expectRoundTrip(R"(graph { name: 'g' input { name: 'x' }
    node { op_type: 'Loop' input: 'x' output: 'y'
      attribute { name: 'body' type: GRAPH g { input { name: 'x' }
        node { op_type: 'Neg' input: 'x' output: 'y' } output { name: 'y' } } } }
    node { op_type: 'Neg' input: 'y' output: 'x_1' } output { name: 'x_1' } })");
}

TEST_F(NestedGraphs, lists) {
  expectRoundTrip(R"(graph { name: 'g' input { name: 'x' }
    node { op_type: 'Switch' domain: 'd' input: 'x' output: 'y' attribute { name: 'cases'
      type: GRAPHS graphs { output { name: 'x' } } graphs { name: 'second'
        node { op_type: 'Neg' input: 'x' output: 'a' } output { name: 'a' } } } }
    output { name: 'y' } })");
}

TEST_F(NestedGraphs, captureOfWhatComesLater) {
  auto model = parse(R"(graph { name: 'g' input { name: 'x' }
    node { op_type: 'If' input: 'x' output: 'y' attribute { name: 'then_branch' type: GRAPH
      g { node { op_type: 'Neg' input: 'late' output: 'r' } output { name: 'r' } } } }
    node { op_type: 'Neg' input: 'x' output: 'late' } output { name: 'y' } })");
  expectRoundTrip(model);
  expectError(R"(graph { node { name: 'own' op_type: 'If' output: 'y' attribute { name: 'b'
    type: GRAPH g { node { op_type: 'Neg' input: 'y' output: 'r' } output { name: 'r' } } } } })",
              "in a circle: 'own' -> 'own'");
}

TEST_F(NestedGraphs, siblingsDoNotSeeEachOther) {
  expectError(R"(graph { node { op_type: 'If' output: 'y'
    attribute { name: 'a' type: GRAPH g { node { op_type: 'A' output: 'r' } } }
    attribute { name: 'b' type: GRAPH g { output { name: 'r' } } } } })",
              "nothing produces the output 'r'");
}

std::string nested(unsigned depth) {
  std::string open = "node { op_type: 'If' attribute { name: 'a' type: GRAPH g { ";
  std::string text;
  for (unsigned i = 0; i < depth; ++i)
    text += open;
  for (unsigned i = 0; i < depth; ++i)
    text += "} } } ";
  return "graph { name: 'g' " + text + "}";
}

TEST_F(NestedGraphs, depthIsBounded) {
  expectRoundTrip(nested(20));
  EXPECT_TRUE(import(parse(nested(maxNesting - 1)))->graph);
  expectError(nested(maxNesting), "nested 64 deep");
}

/// Length-delimited field `number`.
std::string field(unsigned number, const std::string &content) {
  std::string out(1, static_cast<char>(number << 3 | 2));
  size_t size = content.size();
  for (; size >= 128; size >>= 7)
    out += static_cast<char>(size | 128);
  return out + static_cast<char>(size) + content;
}

TEST_F(NestedGraphs, absurdDepthIsRefused) {
  std::string graph;
  for (unsigned i = 0; i < 2000; ++i)
    graph = field(1, field(5, field(6, graph)));
  write("deep.onnx", field(7, graph));
  EXPECT_FALSE(importFile(path("deep.onnx"))->graph);
}

} // namespace
} // namespace fixcon

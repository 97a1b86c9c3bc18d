// What is written is read as the same graphs; a file that is not touched is written byte by byte, and of one
// that is, what was not touched stays.
#include "ModelFiles.h"

#include <cstring>

namespace fixcon {
namespace {

struct RoundTrip : ModelFiles {
  /// A file for the sample.
  std::string sample() { return written(*parsed(manyKinds)); }
};

TEST_F(RoundTrip, AGraphFromNoFileIsReadBack) {
  auto module = read(sample());
  ASSERT_TRUE(module) << said;
  EXPECT_EQ(textOf(*module), manyKinds);
}

TEST_F(RoundTrip, AnUntouchedFileKeepsItsBytes) {
  std::string bytes = sample();
  auto module = read(bytes);
  ASSERT_TRUE(module) << said;
  EXPECT_EQ(written(*module), bytes);
  EXPECT_EQ(written(*parsed(print(*module))), bytes);
}

TEST_F(RoundTrip, AnEditedWeightChangesItsBytesAlone) {
  std::string bytes = sample();
  auto module = read(bytes);
  ASSERT_TRUE(module) << said;
  module->graph("main")->value("filter")->setTensor(Tensor::of<float>({1, 1, 1, 1}, {-8.5F}));
  std::string edited = written(*module);
  ASSERT_EQ(edited.size(), bytes.size());
  size_t differing = 0;
  for (size_t i = 0; i < bytes.size(); ++i)
    differing += edited[i] != bytes[i];
  EXPECT_LE(differing, 4U);
  auto again = read(edited);
  ASSERT_TRUE(again) << said;
  EXPECT_EQ(textOf(*again), textOf(*module));
}

TEST_F(RoundTrip, AnotherSizeOfAWeightMakesANewFile) {
  auto module = read(sample());
  ASSERT_TRUE(module) << said;
  module->graph("main")->value("words")->setTensor(Tensor::strings({2}, {"abc", "d"}));
  auto again = read(written(*module));
  ASSERT_TRUE(again) << said;
  EXPECT_EQ(textOf(*again), textOf(*module));
}

TEST_F(RoundTrip, EditedOpsAreWritten) {
  auto module = read(sample());
  ASSERT_TRUE(module) << said;
  Graph &graph = *module->graph("main");
  Op *conv = graph.value("conv")->definingOp(), *relu = graph.value("same")->definingOp();
  conv->attrs().set("padding", "SAME");
  Op *tanh = graph.createOp("tfl.TANH", {conv->result()}, {}, relu);
  tanh->addResult(conv->result()->type(), "curved");
  relu->setOperand(0, tanh->result());
  auto again = read(written(*module));
  ASSERT_TRUE(again) << said;
  EXPECT_NE(textOf(*again).find("%curved = tfl.TANH %conv"), std::string::npos) << textOf(*again);
  // The default of an option is not written.
  conv->attrs().erase("padding");
  EXPECT_EQ(textOf(*again), textOf(*module));
}

TEST_F(RoundTrip, AWeightOfItsOwnIsNotThatOfOthers) {
  auto module = parsed("graph @main(%x: f32[1]) dialect(\"tfl\", opset = 3) {\n"
                       "weight %a : f32[1] = dense<[1]>\nweight %b : f32[1] = dense<[1]>\n"
                       "%y = tfl.ADD %x, %a : f32[1]\n%z = tfl.ADD %y, %b : f32[1]\nreturn %z\n}");
  auto one = read(written(*module));
  ASSERT_TRUE(one) << said;
  one->graph("main")->value("b")->setTensor(Tensor::of<float>({1}, {2}));
  auto again = read(written(*one));
  ASSERT_TRUE(again) << said;
  EXPECT_EQ(again->graph("main")->value("a")->tensor().toDouble(0), 1);
  EXPECT_EQ(again->graph("main")->value("b")->tensor().toDouble(0), 2);
}

TEST_F(RoundTrip, WhatTheFormatDoesNotHaveIsRefused) {
  auto refused = [&](const std::string &op, const std::string &why) {
    said.clear();
    auto module = parsed("graph @main(%x: f32[1]) dialect(\"tfl\", opset = 3) {\n%y = " + op +
                         "\nreturn %y\n}");
    EXPECT_EQ(written(*module), "");
    EXPECT_NE(said.find(why), std::string::npos) << said;
  };
  refused("relu %x : f32[1]", "'relu' is no operator of the format");
  refused("tfl.NOTHING %x : f32[1]", "is no operator of the format");
  refused("tfl.RELU %x : f8e4m3fn[1]", "which the format does not have");
  refused("tfl.RELU %x {padding = \"SAME\"} : f32[1]",
          "attribute 'padding' is none that the operator has");
  refused("tfl.SOFTMAX %x {beta = \"a\"} : f32[1]", "attribute 'beta' is of another kind");
}

} // namespace
} // namespace fixcon

// Constants wherever a file holds them: what they are, and writing them.
#include "SpelledText.h"

#include "fixcon/Spelling/FaithfulConstant.h"

namespace fixcon {
namespace {

struct Case {
  const char *name, *body;
  std::vector<double> real;   ///< of %c
  std::vector<double> wanted; ///< is written
  std::vector<double> held;   ///< by what holds it, afterwards
  double maxError = 0;
};
void PrintTo(const Case &c, std::ostream *os) { *os << c.name; }
class Constants : public testing::TestWithParam<Case> {};

TEST_P(Constants, AreReadAndWritten) {
  const Case &c = GetParam();
  FaithfulText m(13, "%x: f32[2]", std::string(c.body) + "\n%y = onnx.Add %x, %c : ?\nreturn %y");
  auto constant = FaithfulConstant::of(m.graph->value("c"));
  ASSERT_TRUE(constant);
  EXPECT_EQ(constant->real().toDoubles(), c.real);
  ConstantWrite write = constant->setReal(Tensor::of<double>(constant->real().shape(), c.wanted));
  ASSERT_TRUE(write) << write.refusal;
  EXPECT_NEAR(write.maxError, c.maxError, 1e-7);
  auto again = FaithfulConstant::of(m.graph->value("c"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->stored().toDoubles(), c.held);
  EXPECT_EQ(again->real().toDoubles(), constant->real().toDoubles());
}

const Case cases[] = {
    {"Initializer", "weight %c : f32[2] = dense<[1.0, 2.0]>", {1, 2}, {3, 4}, {3, 4}},
    {"Half", "weight %c : f16[2] = dense<[1.0, 2.0]>", {1, 2}, {2049, 4}, {2048, 4}, 1},
    {"Constant",
     "%c = onnx.Constant {value = f32[2] dense<[1.0, 2.0]>} : ?",
     {1, 2},
     {3, 4},
     {3, 4}},
    {"ConstantNumber", "%c = onnx.Constant {value_float = 1.0} : ?", {1}, {3}, {3}},
    {"ConstantList", "%c = onnx.Constant {value_floats = [1.0, 2.0]} : ?", {1, 2}, {3, 4}, {3, 4}},
    {"ConstantInts",
     "%c = onnx.Constant {value_ints = [1, 2]} : ?",
     {1, 2},
     {3.2, 4.6},
     {3, 5},
     0.4},
    {"BehindIdentity",
     R"(weight %w : f32[2] = dense<[1.0, 2.0]>
        %c = onnx.Identity %w : ?)",
     {1, 2},
     {3, 4},
     {3, 4}},
    {"BehindCast",
     R"(weight %w : i32[2] = dense<[1, 2]>
        %c = onnx.Cast %w {to = 1} : ?)",
     {1, 2},
     {3.25, 4},
     {3, 4},
     0.25},
    {"Dequantized",
     R"(weight %w : i8[2] = dense<[1, 2]>
        weight %s : f32[] = dense<0.5>
        weight %z : i8[] = dense<-3>
        %c = onnx.DequantizeLinear %w, %s, %z : ?)",
     {2, 2.5},
     {1.6, 100},
     {0, 127},
     35},
    {"DequantizedByAxis",
     R"(weight %w : u8[2,1] = dense<[[1], [2]]>
        weight %s : f32[2] = dense<[0.5, 2.0]>
        weight %z : u8[2] = dense<[0, 2]>
        %d = onnx.DequantizeLinear %w, %s, %z {axis = 0} : ?
        %c = onnx.Identity %d : ?)",
     {0.5, 0},
     {3, 7},
     {6, 6},
     1},
    {"DequantizedBias",
     R"(weight %w : i32[2] = dense<[100000, -7]>
        weight %s : f32[] = dense<0.125>
        %c = onnx.DequantizeLinear %w, %s : ?)",
     {12500, -0.875},
     {-12500.125, 2},
     {-100001, 16}},
};
INSTANTIATE_TEST_SUITE_P(, Constants, testing::ValuesIn(cases),
                         [](const auto &info) { return std::string(info.param.name); });

TEST(FaithfulConstant, IsNothingThatIsComputed) {
  FaithfulText m(13, "%x: f32[2]", R"(
    weight %t : string[1] = dense<["a"]>
    %r = onnx.Relu %x : ?
    %i = onnx.Identity %x : ?
    %d = onnx.DequantizeLinear %t, %x : ?
    return %r, %i, %d)");
  for (const char *name : {"x", "r", "i", "d", "t"})
    EXPECT_FALSE(FaithfulConstant::of(m.graph->value(name))) << name;
  EXPECT_FALSE(FaithfulConstant::of(nullptr));
}

TEST(FaithfulConstant, RefusesAnotherShape) {
  FaithfulText m(13, "%x: f32[2]", "weight %c : f32[2] = dense<[1.0, 2.0]>\nreturn %x");
  auto constant = FaithfulConstant::of(m.graph->value("c"));
  EXPECT_EQ(constant->setReal(Tensor::scalar(1.0)).refusal, "the constant 'c' has another shape");
}

TEST(FaithfulConstant, OfOneUserLeavesTheOthersAlone) {
  FaithfulText m(13, "%x: f32[2]", R"(
    weight %w : i8[2] = dense<[1, 2]>
    weight %s : f32[] = dense<0.5>
    %c = onnx.DequantizeLinear %w, %s : ? loc("dq", index = 0)
    %a = onnx.Add %x, %c : ?
    %b = onnx.Add %x, %c : ?
    return %a, %b)");
  auto constant = FaithfulConstant::forUser(m.op("b"), 1);
  ASSERT_TRUE(constant);
  ASSERT_TRUE(constant->setReal(Tensor::of<double>({2}, {3, 4})));
  EXPECT_EQ(FaithfulConstant::of(m.op("a").operand(1))->real().toDoubles(),
            (std::vector<double>{0.5, 1}));
  EXPECT_EQ(FaithfulConstant::of(m.op("b").operand(1))->real().toDoubles(),
            (std::vector<double>{3, 4}));
  EXPECT_EQ(m.op("b").operand(1)->definingOp()->location().node, "dq_1");
  // Its own already: nothing is copied.
  Value *before = m.op("b").operand(1);
  ASSERT_TRUE(FaithfulConstant::forUser(m.op("b"), 1));
  EXPECT_EQ(m.op("b").operand(1), before);
}

TEST(FaithfulConstant, OfSomeReadersIsCopiedWithWhatStandsBetween) {
  FaithfulText m(13, "%x: f32[2,2]", R"(
    weight %w : f32[2,2] = dense<[[1.0, 2.0], [3.0, 4.0]]>
    %t = onnx.Transpose %w {perm = [1, 0]} : f32[2,2]
    %own = onnx.Neg %w : f32[2,2]
    %unread = onnx.Identity %w : f32[2,2]
    %a = onnx.Add %x, %t : ?
    %b = onnx.Add %x, %t : ?
    %c = onnx.Mul %own, %x : ?
    return %a, %b, %c)");
  Value &w = *m.graph->value("w");
  auto isRead = [&](const Use &use) { return use.op == &m.op("b") || use.op == &m.op("c"); };
  auto constant = FaithfulConstant::forReaders(w, isRead);
  ASSERT_TRUE(constant);
  ASSERT_TRUE(constant->setReal(Tensor::of<double>({2, 2}, {5, 6, 7, 8})));
  EXPECT_EQ(w.tensor().toDoubles(), (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(m.op("a").operand(1), m.graph->value("t"));
  EXPECT_EQ(m.op("b").operand(1)->definingOp()->operand(0), &constant->value());
  // What nobody else reads is led to the copy, not copied.
  EXPECT_EQ(m.op("c").operand(0), m.graph->value("own"));
  EXPECT_EQ(m.op("own").operand(0), &constant->value());
  EXPECT_FALSE(FaithfulConstant::forReaders(w, [](const Use &) { return false; }));
}

TEST(FaithfulConstant, OfAllReadersIsNotCopied) {
  FaithfulText m(13, "%x: f32[2]", R"(
    weight %w : f32[2] = dense<[1.0, 2.0]>
    %c = onnx.Identity %w : f32[2]
    %a = onnx.Add %x, %w : ?
    %b = onnx.Add %x, %c : ?
    return %a, %b, %w)");
  auto constant = FaithfulConstant::forReaders(
      *m.graph->value("c"), [&](const Use &use) { return use.op != &m.op("c"); });
  ASSERT_TRUE(constant);
  EXPECT_EQ(&constant->heldBy(), m.graph->value("w"));
}

} // namespace
} // namespace fixcon

// Emitting: names, constants, refusals.
#include "SpelledText.h"

#include "fixcon/Formats/ONNX/Schema.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {
namespace {

TEST(Speller, NamesNodesAndValuesAnewInTheWholeModel) {
  FaithfulText m(13, "%x: f32[2,3], %c: bool[]", R"(
    %transpose = onnx.Relu %x : f32[2,3] loc("transpose_Transpose", index = 0)
    %y = onnx.If %c {then_branch = region<0>, else_branch = region<1>} ({
      %transpose_1 = onnx.Relu %x : f32[2,3] loc("transpose_Transpose_1", index = 0)
      return %transpose_1
    }, {
      return %x
    }) : f32[2,3]
    return %y)");
  CoreCall call{opDef("transpose"), {m.graph->value("x")}};
  Spelled first = Speller(*m.graph).emit(call, &m.op("y"));
  Spelled second = Speller(*m.graph).emit(call, &m.op("y"));
  ASSERT_TRUE(first && second) << first.refusal << second.refusal;
  EXPECT_EQ(first.ops[0]->location().node, "transpose_Transpose_2");
  EXPECT_EQ(second.ops[0]->location().node, "transpose_Transpose_3");
  EXPECT_EQ(first.result()->name(), "transpose_2");
  EXPECT_EQ(first.result()->type().str(), "f32[3,2]");
  EXPECT_TRUE(checkSchemas(*m.graph).empty());
}

TEST(Speller, WritesConstantsAsTheOpsetHasThem) {
  CoreCall call{
      opDef("clip"), {nullptr, Tensor::scalar(0.0F), Tensor::scalar(6.0F)}, {}, {true}, "clipped"};
  FaithfulText old(10, "%x: f32[2,3]", "return %x");
  call.operands[0] = old.graph->value("x");
  ASSERT_TRUE(Speller(*old.graph).emit(call, nullptr));
  EXPECT_EQ(old.text(), "%clipped = onnx.Clip %x {min = 0.0, max = 6.0} : f32[2,3]\n");
  EXPECT_TRUE(old.graph->weights().empty());

  FaithfulText recent(13, "%x: f32[2,3]", "return %x");
  call.operands[0] = recent.graph->value("x");
  ASSERT_TRUE(Speller(*recent.graph).emit(call, nullptr));
  EXPECT_EQ(recent.text(), "%clipped = onnx.Clip %x, %clipped.min, %clipped.max : f32[2,3]\n");
}

TEST(Speller, ResizesByProductsWhereTheOpsetHasNoWords) {
  FaithfulText m(9, "%x: f32[N,3,4,5]", "return %x");
  CoreCall call{opDef("resize"),
                {m.graph->value("x"), nullptr, Tensor::of<float>({4}, {1, 1, 2, 1})},
                attrsOf({{"mode", "linear"}})};
  Spelled written = Speller(*m.graph).emit(call, nullptr);
  ASSERT_TRUE(written) << written.refusal;
  ASSERT_EQ(written.ops.size(), 1U); // the last axis stays as it is
  EXPECT_EQ(written.result()->type().str(), "f32[N,3,8,5]");
  const Value &factor = *written.ops[0]->operand(0);
  ASSERT_TRUE(factor.isWeight());
  ASSERT_EQ(factor.tensor().shape(), (Shape{8, 4}));
  EXPECT_EQ(factor.tensor().toDouble(0), 1); // half a pixel out: the border
  EXPECT_EQ(factor.tensor().toDouble(4), 0.75);
  EXPECT_EQ(factor.tensor().toDouble(5), 0.25);
  call.operands[2] = Tensor::of<float>({4}, {1, 2, 1, 1});
  EXPECT_FALSE(Speller(*m.graph).emit(call, nullptr)); // of channels
}

TEST(Speller, TakesTypesFromTheNormalForm) {
  FaithfulText m(13, "%x: f32[2,3]", R"(
    %h = onnx.Relu %x : ?
    return %h)");
  CoreCall call{opDef("gelu"), {m.graph->value("h")}};
  EXPECT_EQ(Speller(*m.graph).emit(call, nullptr).refusal,
            "the element type of operand 0 of gelu is not known");
  auto normal = parseModule("graph @m.n(%x: f32[2,3]) {\n%h = relu %x : f32[2,3]\nreturn %h\n}",
                            "n.ir", m.diags);
  Spelled written = Speller(*m.graph, (*normal)->graph("m.n")).emit(call, nullptr);
  ASSERT_TRUE(written) << written.refusal;
  EXPECT_EQ(written.ops.size(), 5u);
}

struct Refusal {
  const char *name, *core;
  int opset;
  std::vector<SpellingOperand> rest;
  AttrDict attrs;
  const char *why;
};
void PrintTo(const Refusal &r, std::ostream *os) { *os << r.name; }
class Refuses : public testing::TestWithParam<Refusal> {};

TEST_P(Refuses, InWordsAndLeavesNothingBehind) {
  const Refusal &r = GetParam();
  FaithfulText m(r.opset, "%x: f32[1,2,4,4], %v: f32[]", "return %x");
  CoreCall call{opDef(r.core), {m.graph->value("x")}, r.attrs};
  for (const SpellingOperand &operand : r.rest)
    call.operands.push_back(operand.isAbsent() ? SpellingOperand(m.graph->value("v")) : operand);
  std::string before = print(*m.graph);
  EXPECT_EQ(Speller(*m.graph).emit(call, nullptr).refusal, r.why);
  EXPECT_EQ(print(*m.graph), before);
}

Tensor ints(const std::vector<int64_t> &values) {
  return Tensor::of<int64_t>({std::ssize(values)}, values);
}

const Refusal refusals[] = {
    {"LaterAttribute",
     "average_pool",
     13,
     {},
     attrsOf({{"kernel_shape", Attribute::Ints{2, 2}}, {"dilations", Attribute::Ints{2, 2}}}),
     "AveragePool of opset 13 has no attribute 'dilations' (since opset 19)"},
    {"LaterOperator", "erf", 8, {}, {}, "there is no erf in opset 8 (since opset 9)"},
    {"LaterOperatorWithin", "gelu", 8, {}, {}, "there is no gelu in opset 8 (since opset 20)"},
    {"LaterWord",
     "pad",
     13,
     {ints({0, 0, 1, 1, 0, 0, 1, 1})},
     attrsOf({{"mode", "wrap"}}),
     "Pad of opset 13 knows no mode 'wrap' (since opset 19)"},
    {"Steps",
     "slice",
     9,
     {ints({0}), ints({4}), ints({2}), ints({2})},
     {},
     "Slice of opset 9 has no steps (since opset 10)"},
    {"Variable", "clip", 10, {nullptr}, {}, "min must be a constant"},
    {"WrongType",
     "add",
     13,
     {Tensor::scalar(int64_t(1))},
     {},
     "add does not fit its operands: operand 1 is i64 where operand 0 is f32"},
};
INSTANTIATE_TEST_SUITE_P(, Refuses, testing::ValuesIn(refusals),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
} // namespace fixcon

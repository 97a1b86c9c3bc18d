// Setting one attribute or operand of a node, in whichever form its opset has it.
#include "SpelledText.h"

namespace fixcon {
namespace {

struct Case {
  const char *name;
  int opset;
  const char *body, *core, *attribute;
  Attribute value;
  const char *expected; ///< the ops after it, or why not
};
void PrintTo(const Case &c, std::ostream *os) { *os << c.name; }
class Set : public testing::TestWithParam<Case> {};

TEST_P(Set, OneThing) {
  const Case &c = GetParam();
  FaithfulText m(c.opset, "%x: f32[2,3,4]", std::string(c.body) + "\nreturn %y");
  Spelled written = Speller(*m.graph).set(m.op("y"), *opDef(c.core), c.attribute, c.value);
  EXPECT_EQ(written ? m.text() : written.refusal, c.expected);
}

using Ints = Attribute::Ints;
using Floats = Attribute::Floats;

const Case cases[] = {
    {"Attribute", 13, "%y = onnx.LeakyRelu %x {alpha = 0.5} : ?", "leaky_relu", "alpha", 0.25,
     "%y = onnx.LeakyRelu %x {alpha = 0.25} : ?\n"},
    {"AttributeToItsDefault",
     13,
     "%y = onnx.LeakyRelu %x {alpha = 0.5} : ?",
     "leaky_relu",
     "alpha",
     {},
     "%y = onnx.LeakyRelu %x : ?\n"},
    {"OthersStayAsTheyAre", 13, "%y = onnx.Gemm %x, %x {alpha = 1.0, beta = 2.0} : ?", "softmax",
     "axis", int64_t(0), "node 'y' has not the meaning of one softmax"},
    {"ExplicitDefaultsStay", 13, "%y = onnx.ArgMax %x {axis = 0, keepdims = 1} : ?", "arg_max",
     "axis", int64_t(1), "%y = onnx.ArgMax %x {axis = 1, keepdims = 1} : ?\n"},
    {"OperandThatIsAnAttribute", 10, "%y = onnx.Clip %x {min = 0.0} : ?", "clip", "max",
     Floats{6.0}, "%y = onnx.Clip %x {min = 0.0, max = 6.0} : ?\n"},
    {"OperandThatIsAnAttributeCalledOtherwise", 10,
     "%y = onnx.Pad %x {pads = [0, 0, 1, 0, 0, 1]} : ?", "pad", "constant_value", Floats{1.0},
     "%y = onnx.Pad %x {pads = [0, 0, 1, 0, 0, 1], value = 1.0} : ?\n"},
    {"Operand", 13,
     R"(weight %a : f32[] = dense<0.0>
        %y = onnx.Clip %x, %a : ?)",
     "clip", "max", Tensor::scalar(6.0F), "%y = onnx.Clip %x, %a, %y.max : ?\n"},
    {"OperandToNothing",
     13,
     R"(weight %a : f32[] = dense<0.0>
        weight %b : f32[] = dense<6.0>
        %y = onnx.Clip %x, %a, %b : ?)",
     "clip",
     "min",
     {},
     "%y = onnx.Clip %x, _, %b : ?\n"},
    {"OperandOfAConstant", 13,
     R"(%a = onnx.Constant {value_ints = [1]} : ?
        %y = onnx.Unsqueeze %x, %a : ?)",
     "unsqueeze", "axes", Ints{2}, "%y = onnx.Unsqueeze %x, %y.axes : ?\n"},
    {"AnotherNode", 12, "%y = onnx.Softmax %x {axis = 2} : ?", "softmax", "axis", int64_t(1),
     "%y_transpose = onnx.Transpose %x {perm = [0, 2, 1]} : f32[2,4,3]\n"
     "%y_softmax = onnx.Softmax %y_transpose {axis = 2} : f32[2,4,3]\n"
     "%y = onnx.Transpose %y_softmax {perm = [0, 2, 1]} : f32[2,3,4]\n"},
    {"WhatTheOpsetHasNot", 13, "%y = onnx.AveragePool %x {kernel_shape = [2]} : ?", "average_pool",
     "dilations", Ints{2}, "AveragePool of opset 13 has no attribute 'dilations' (since opset 19)"},
};
INSTANTIATE_TEST_SUITE_P(, Set, testing::ValuesIn(cases),
                         [](const auto &info) { return std::string(info.param.name); });

TEST(SetOperand, NeverChangesASharedConstant) {
  FaithfulText m(13, "%x: f32[2,3,4]", R"(
    weight %a : f32[] = dense<0.0>
    %h = onnx.Clip %x, %a : ?
    %y = onnx.Clip %h, %a : ?
    return %y)");
  ASSERT_TRUE(Speller(*m.graph).set(m.op("y"), *opDef("clip"), "min", Tensor::scalar(1.0F)));
  EXPECT_EQ(m.op("h").operand(1)->tensor().toDouble(0), 0);
  EXPECT_EQ(m.op("y").operand(1)->tensor().toDouble(0), 1);
}

} // namespace
} // namespace fixcon

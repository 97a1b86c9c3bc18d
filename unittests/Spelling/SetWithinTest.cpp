// Setting an attribute of an operator that means several core ops, of which one has it.
#include "SpelledText.h"

namespace fixcon {
namespace {

struct Case {
  const char *name;
  const char *body, *core, *attribute;
  Attribute value;
  std::vector<std::string> expected; ///< parts of the graph after it, in order, or why not
};
void PrintTo(const Case &c, std::ostream *os) { *os << c.name; }
class SetWithin : public testing::TestWithParam<Case> {};

TEST_P(SetWithin, OneThing) {
  const Case &c = GetParam();
  Diagnostics diags;
  auto module = parseModule("graph @g(%x: f32[1,6,6,2]) dialect(\"tfl\", opset = 3) {\n" +
                                std::string(c.body) + "\nreturn %y\n}",
                            "g.ir", diags);
  ASSERT_TRUE(succeeded(module));
  Graph &graph = *(*module)->graph("g");
  Op &op = *graph.value("y")->definingOp();
  Spelled written = Speller(graph).set(op, *opDef(c.core), c.attribute, c.value);
  std::string text = written ? print(graph) : written.refusal;
  size_t from = 0;
  for (const std::string &part : c.expected) {
    size_t found = text.find(part, from);
    ASSERT_NE(found, std::string::npos) << part << "\nin\n" << text;
    from = found + part.size();
  }
}

using Ints = Attribute::Ints;
constexpr const char *conv = R"(
  weight %w : f32[4,3,3,2] = seeded<1>
  weight %b : f32[4] = seeded<2>
  %y = tfl.CONV_2D %x, %w, %b {stride_w = 2, stride_h = 2, fused_activation_function = "RELU6"} : f32[1,3,3,4])";
constexpr const char *padded = R"(
  weight %amounts : i32[4,2] = dense<[[0, 0], [1, 1], [1, 1], [0, 0]]>
  weight %w : f32[4,3,3,2] = seeded<1>
  %p = tfl.PAD %x, %amounts : f32[1,8,8,2]
  %y = tfl.CONV_2D %p, %w {padding = "VALID", stride_w = 2, stride_h = 2} : f32[1,3,3,4])";

const Case cases[] = {
    {"AmountsThatSameHasNot",
     conv,
     "conv",
     "pads",
     Ints{1, 1, 1, 1},
     {"= tfl.PAD %x", "%y = tfl.CONV_2D %",
      ", %w, %b {stride_w = 2, stride_h = 2, fused_activation_function = \"RELU6\", padding = "
      "\"VALID\"} : f32[1,3,3,4]"}},
    {"Strides",
     conv,
     "conv",
     "strides",
     Ints{1, 1},
     {"%y = tfl.CONV_2D %", ", %w, %b {stride_w = 1, stride_h = 1, fused_activation_function = "}},
    {"Dilations",
     padded,
     "conv",
     "dilations",
     Ints{2, 2},
     {"%p = tfl.PAD %x, %amounts", "dilation_h_factor = 2, dilation_w_factor = 2} : f32[1,2,2,4]"}},
    {"SlopeOfAnActivation",
     "%y = tfl.LEAKY_RELU %x {alpha = 0.5} : f32[1,6,6,2]",
     "leaky_relu",
     "alpha",
     0.25,
     {"%y = tfl.LEAKY_RELU %x {alpha = 0.25}"}},
    {"OrderOfAxes",
     "weight %o : i32[4] = dense<[0, 2, 1, 3]>\n%y = tfl.TRANSPOSE %x, %o : f32[1,6,6,2]",
     "transpose",
     "perm",
     Ints{0, 3, 1, 2},
     {"dense<[0, 3, 1, 2]>", "%y = tfl.TRANSPOSE %x, %", " : f32[1,2,6,6]"}},
    {"AxisOfAConcatenation",
     "%y = tfl.CONCATENATION %x, %x {axis = 3} : f32[1,6,6,4]",
     "concat",
     "axis",
     int64_t(1),
     {"%y = tfl.CONCATENATION %x, %x {axis = 1} : f32[1,12,6,2]"}},
    {"WayOfResizing",
     "weight %s : i32[2] = dense<[9, 9]>\n%y = tfl.RESIZE_BILINEAR %x, %s {half_pixel_centers = "
     "true} : f32[1,9,9,2]",
     "resize",
     "coordinate_transformation_mode",
     "align_corners",
     {"%y = tfl.RESIZE_BILINEAR %x, %s {half_pixel_centers = false, align_corners = true}"}},
    {"WhatThereIsNot",
     "%y = tfl.AVERAGE_POOL_2D %x {padding = \"VALID\", stride_w = 1, stride_h = 1, filter_width = "
     "2, filter_height = 2} : f32[1,5,5,2]",
     "average_pool",
     "dilations",
     Ints{2, 2},
     {"pools have no dilations"}},
    {"AnotherOp",
     "%y = tfl.RELU %x : f32[1,6,6,2]",
     "conv",
     "pads",
     Ints{0, 0, 0, 0},
     {"has not the meaning of one conv"}},
};
INSTANTIATE_TEST_SUITE_P(, SetWithin, testing::ValuesIn(cases),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
} // namespace fixcon

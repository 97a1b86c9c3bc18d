// Each rewrite of the canonical form: what it makes of its pattern, that the meaning stays, and
// where it must not fire.
#include "CanonicalCase.h"

namespace fixcon {
namespace {

class Canonicalize : public testing::TestWithParam<CanonicalCase> {};

TEST_P(Canonicalize, GivesTheseOpsAndKeepsTheMeaning) { expectCanonical(GetParam()); }

const char *const image = "%x: f32[1,4,6,6]";

const CanonicalCase cases[] = {
    {"ConcatOfConcats",
     "%x: f32[2,3], %z: f32[2,1]",
     "%a = concat %x, %z {axis = 1} %y = concat %z, %a, %x {axis = -1} return %y",
     {"concat"}},
    {"SplitIsSlices",
     "%x: f32[2,5]",
     R"(weight %s : i64[2] = dense<[2,3]>
        %a, %b = split %x, %s {axis = 1}
        %y = concat %b, %a {axis = 1} return %y)",
     {"slice", "slice", "concat"}},
    {"ConvolutionByAFilterAsLargeAsTheImage",
     "%x: f32[2,3,4,5]",
     R"(weight %w : f32[6,3,4,5] = seeded<1>
        weight %b : f32[6] = seeded<2>
        %y = conv %x, %w, %b {strides = [2, 3]} return %y)",
     {"reshape", "gemm", "reshape"}},
    {"DilatedConvolutionStays",
     "%x: f32[2,3,4,5]",
     R"(weight %w : f32[6,3,2,3] = seeded<1>
        %y = conv %x, %w {dilations = [3, 2]} return %y)",
     {"conv"}},
    {"PadOfZeroJoinsTheConvolution",
     image,
     R"(weight %p : i64[8] = dense<[0,0,1,0,0,0,2,1]>
        weight %w : f32[2,4,3,3] = seeded<1>
        %a = pad %x, %p
        %y = conv %a, %w {pads = [1,1,1,1]} return %y)",
     {"conv"}},
    {"PadOfOneStaysBeforeTheConvolution",
     image,
     R"(weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]>
        weight %v : f32[] = dense<1.0>
        weight %w : f32[2,4,3,3] = seeded<1>
        %a = pad %x, %p, %v
        %y = conv %a, %w return %y)",
     {"pad", "conv"}},
    {"CroppingPadStays",
     image,
     R"(weight %p : i64[8] = dense<[0,0,-1,1,0,0,1,1]>
        weight %w : f32[2,4,3,3] = seeded<1>
        %a = pad %x, %p
        %y = conv %a, %w return %y)",
     {"pad", "conv"}},
    {"ReflectingPadStays",
     image,
     R"(weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]>
        weight %w : f32[2,4,3,3] = seeded<1>
        %a = pad %x, %p {mode = "reflect"}
        %y = conv %a, %w return %y)",
     {"pad", "conv"}},
    {"PadOfZeroBeforeAMaxPoolStays",
     image,
     R"(weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]>
        %a = pad %x, %p
        %y = max_pool %a {kernel_shape = [3,3]} return %y)",
     {"pad", "max_pool"}},
    {"PadOfZeroBehindReluJoinsTheMaxPool",
     image,
     R"(weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]>
        %r = relu %x
        %a = pad %r, %p
        %y = max_pool %a {kernel_shape = [3,3]} return %y)",
     {"relu", "max_pool"}},
    {"PadOfLowestJoinsTheMaxPool",
     image,
     R"(weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]>
        weight %v : f32[] = dense<-inf>
        %a = pad %x, %p, %v
        %y = max_pool %a {kernel_shape = [3,3]} return %y)",
     {"max_pool"}},
    {"PadOfZeroBehindReluStaysBeforeACeilingMaxPool",
     image,
     R"(weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]>
        %r = relu %x
        %a = pad %r, %p
        %y = max_pool %a {kernel_shape = [3,3], strides = [2,2], ceil_mode = 1} return %y)",
     {"relu", "pad", "max_pool"}},
    {"PadOfZeroJoinsTheAveragePool",
     image,
     R"(weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]>
        %a = pad %x, %p
        %y = average_pool %a {kernel_shape = [3,3]} return %y)",
     {"average_pool"}},
    {"PadStaysBeforeAnAveragePoolThatDoesNotCountItsOwn",
     image,
     R"(weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]>
        %a = pad %x, %p
        %y = average_pool %a {kernel_shape = [3,3], pads = [1,1,1,1]} return %y)",
     {"pad", "average_pool"}},
    {"NormalisationFoldsIntoTheConvolution",
     image,
     R"(weight %w : f32[2,4,3,3] = seeded<1>
        weight %s : f32[2] = dense<[0.5, 2.0]>
        weight %b : f32[2] = dense<[0.1, -2.0]>
        weight %m : f32[2] = dense<[0.3, 1.0]>
        weight %v : f32[2] = dense<[1.5, 0.2]>
        %a = conv %x, %w
        %y = batch_normalization %a, %s, %b, %m, %v return %y)",
     {"conv"}},
    {"NormalisationOfASharedConvolutionStaysApart",
     image,
     R"(weight %w : f32[2,4,3,3] = seeded<1>
        weight %s : f32[2] = dense<[0.5, 2.0]>
        weight %b : f32[2] = dense<[0.1, -2.0]>
        weight %v : f32[2] = dense<[1.5, 0.2]>
        %a = conv %x, %w
        %y = batch_normalization %a, %s, %b, %b, %v return %y, %a)",
     {"conv", "mul", "add"}},
    {"ScaleFoldsIntoAGroupedTransposedConvolution",
     image,
     R"(weight %w : f32[4,2,2,2] = seeded<1>
        weight %k : f32[1,4,1,1] = dense<[[[[1]],[[2]],[[3]],[[4]]]]>
        %a = conv_transpose %x, %w {group = 2}
        %y = mul %k, %a return %y)",
     {"conv_transpose"}},
    {"ScaleAlongTheWidthStays",
     "%x: f32[1,4,6,4]",
     R"(weight %w : f32[4,4,1,1] = seeded<1>
        weight %k : f32[4] = dense<[1,2,3,4]>
        %a = conv %x, %w
        %y = mul %a, %k return %y)",
     {"conv", "mul"}},
    {"ProductWithAddendIsAGemm",
     "%x: f32[2,3]",
     R"(weight %w : f32[3,4] = seeded<1>
        weight %b : f32[4] = seeded<2>
        %a = mat_mul %x, %w
        %y = add %b, %a return %y)",
     {"gemm"}},
    {"RowsOfAProductNeedNoFlattening",
     "%x: f32[2,3,4]",
     R"(weight %s : i64[2] = dense<[6, 4]>
        weight %w : f32[4,5] = seeded<1>
        weight %b : f32[5] = seeded<2>
        weight %t : i64[3] = dense<[2, 3, 5]>
        %a = reshape %x, %s
        %c = gemm %a, %w, %b
        %y = reshape %c, %t return %y)",
     {"mat_mul", "add"}},
    {"RowsOfAProductOfOneSample",
     "%x: f32[1,3,4]",
     R"(weight %s : i64[2] = dense<[-1, 4]>
        weight %w : f32[4,6] = seeded<1>
        weight %t : i64[4] = dense<[1, 3, 2, 3]>
        %a = reshape %x, %s
        %c = gemm %a, %w
        %y = reshape %c, %t return %y)",
     {"mat_mul", "reshape"}},
    {"GemmBehindAFlattenedPoolStays",
     "%x: f32[2,1,1,4]",
     R"(weight %s : i64[2] = dense<[2, 4]>
        weight %w : f32[4,5] = seeded<1>
        %a = reshape %x, %s
        %y = gemm %a, %w return %y)",
     {"reshape", "gemm"}},
    {"GemmHasOneSpelling",
     "%x: f32[3,2]",
     R"(weight %w : f32[4,3] = seeded<1>
        weight %b : f32[1,4] = seeded<2>
        %y = gemm %x, %w, %b {transA = 1, transB = 1, alpha = 0.5, beta = 2.0} return %y)",
     {"transpose", "gemm"}},
    {"ReluThenMinimumIsAClip",
     image,
     R"(weight %six : f32[] = dense<6.0>
        %a = relu %x
        %y = min %six, %a return %y)",
     {"clip"}},
    {"ClipWithoutUpperBoundIsARelu",
     image,
     R"(weight %zero : f32[] = dense<0.0>
        %y = clip %x, %zero return %y)",
     {"relu"}},
    {"MaximumWithAVectorStays",
     "%x: f32[2,2]",
     R"(weight %v : f32[2] = dense<[0.0, 1.0]>
        %y = max %x, %v return %y)",
     {"max"}},
    {"DisjointBoundsStay",
     image,
     R"(weight %a : f32[] = dense<-2.0>
        weight %b : f32[] = dense<-1.0>
        weight %c : f32[] = dense<1.0>
        %m = clip %x, %a, %b
        %y = clip %m, %c return %y)",
     {"clip", "clip"}},
    {"TransposesMeetBehindElementwiseOps",
     image,
     R"(weight %c : f32[4] = dense<[1,2,3,4]>
        %a = transpose %x {perm = [0,2,3,1]}
        %b = add %a, %c
        %r = sigmoid %b
        %y = transpose %r {perm = [0,3,1,2]} return %y)",
     {"add", "sigmoid"}},
    {"TransposesOfBothSidesSinkThroughAnAdd",
     image,
     R"(%a = transpose %x {perm = [0,2,3,1]}
        %r = sigmoid %x
        %b = transpose %r {perm = [0,2,3,1]}
        %y = add %a, %b return %y)",
     {"sigmoid", "add", "transpose"}},
    {"DifferentPermutationsStay",
     "%x: f32[2,2,2]",
     R"(%a = transpose %x {perm = [1,0,2]}
        %b = transpose %x {perm = [0,2,1]}
        %y = add %a, %b return %y)",
     {"transpose", "transpose", "add"}},
    {"ReductionOfAnIsland",
     image,
     R"(weight %axes : i64[2] = dense<[1, 2]>
        %a = transpose %x {perm = [0,2,3,1]}
        %y = reduce_mean %a, %axes {keepdims = 0} return %y)",
     {"reduce_mean", "reshape"}},
    {"SoftmaxOfAnIsland",
     image,
     R"(%a = transpose %x {perm = [0,2,3,1]}
        %s = softmax %a
        %y = transpose %s {perm = [0,3,1,2]} return %y)",
     {"softmax"}},
    {"PadAndSliceOfAnIsland",
     image,
     R"(weight %p : i64[8] = dense<[0,1,2,0,0,0,1,3]>
        weight %v : f32[] = dense<0.5>
        weight %s : i64[1] = dense<[1]>
        weight %e : i64[1] = dense<[4]>
        weight %ax : i64[1] = dense<[2]>
        %a = transpose %x {perm = [0,2,3,1]}
        %b = pad %a, %p, %v
        %c = slice %b, %s, %e, %ax
        %y = transpose %c {perm = [0,3,1,2]} return %y)",
     {"pad", "slice"}},
    {"TransposeOfOnesIsAReshape",
     "%x: f32[1,1,1,8]",
     R"(%a = transpose %x {perm = [0,3,1,2]}
        %y = flatten %a return %y)",
     {"reshape"}},
    {"ReshapesCompose",
     image,
     R"(weight %ax : i64[1] = dense<[0]>
        %a = squeeze %x, %ax
        %b = flatten %a
        %y = unsqueeze %b, %ax return %y)",
     {"reshape"}},
    {"ReshapeOfAnOpenBatchKeepsIt", "%x: f32[N,4,2]", R"(%y = flatten %x return %y)", {"reshape"}},
    {"GlobalPoolIsAReduction", image, R"(%y = global_average_pool %x return %y)", {"reduce_mean"}},
    {"PoolOfTheWholeInputIsAReduction",
     image,
     R"(%y = average_pool %x {kernel_shape = [6,6]} return %y)",
     {"reduce_mean"}},
    {"PoolOfAPartStays",
     image,
     R"(%y = average_pool %x {kernel_shape = [6,5]} return %y)",
     {"average_pool"}},
    {"ReversingSliceStays",
     "%x: f32[4]",
     R"(weight %s : i64[1] = dense<[-1]>
        weight %e : i64[1] = dense<[-9]>
        weight %ax : i64[1] = dense<[0]>
        %y = slice %x, %s, %e, %ax, %s return %y)",
     {"slice"}},
    {"CastToOwnTypeGoes", image, R"(%y = cast %x {to = 1} return %y)", {}},
    {"NarrowingCastsStay",
     image,
     R"(%a = cast %x {to = 6}
        %y = cast %a {to = 1} return %y)",
     {"cast", "cast"}},
    {"ConstantConditionChoosesTheBranch",
     image,
     R"(weight %yes : bool[] = dense<true>
        %y = if %yes {then_branch = region<0>, else_branch = region<1>} ({
          weight %c : f32[] = dense<2>
          %a = mul %x, %c
          return %a
        }, {
          %b = exp %x
          return %b
        }) : ?
        return %y)",
     {"mul"}},
    {"OpenConditionStays",
     "%c: bool[], %x: f32[2]",
     R"(%y = if %c {then_branch = region<0>, else_branch = region<1>} ({
          %a = relu %x
          return %a
        }, {
          %b = exp %x
          return %b
        }) : ?
        return %y)",
     {"if"}},
    {"FlattenOfAnotherLayoutGoesIntoTheRows",
     "%x: f32[2,3,4,5]",
     R"(weight %s : i64[2] = dense<[2, -1]>
        weight %w : f32[60,3] = seeded<1>
        %a = transpose %x {perm = [0,2,3,1]}
        %b = reshape %a, %s
        %y = mat_mul %b, %w return %y)",
     {"reshape", "gemm"}},
    {"FlattenThatMovesTheBatchStays",
     "%x: f32[3,3,4]",
     R"(weight %s : i64[2] = dense<[3, -1]>
        weight %w : f32[12,3] = seeded<1>
        %a = transpose %x {perm = [1,0,2]}
        %b = reshape %a, %s
        %y = mat_mul %b, %w return %y)",
     {"transpose", "reshape", "gemm"}},
    {"QuantisedIsland",
     image,
     R"(weight %s : f32[6] = dense<[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]>
        weight %z : i8[6] = dense<[0, 1, 2, 3, 4, 5]>
        %a = transpose %x {perm = [0,2,3,1]}
        %q = quantize_linear %a, %s, %z {axis = 2}
        %d = dequantize_linear %q, %s, %z {axis = 2}
        %y = transpose %d {perm = [0,3,1,2]} return %y)",
     {"quantize_linear", "dequantize_linear"}},
    {"ReshapesSinkToMeetEachOther",
     "%x: f32[2,8,1,1]",
     R"(weight %c : f32[8] = dense<[1,2,3,4,5,6,7,8]>
        %a = transpose %x {perm = [0,2,3,1]}
        %b = add %a, %c
        %r = sigmoid %b
        %y = transpose %r {perm = [0,3,1,2]} return %y)",
     {"add", "sigmoid"}},
    {"ReshapeBeforeAConstantOfItsOwnShapeStays",
     "%x: f32[2,6]",
     R"(weight %s : i64[2] = dense<[3,4]>
        weight %c : f32[4] = dense<[1,2,3,4]>
        %a = reshape %x, %s
        %y = add %a, %c return %y)",
     {"reshape", "add"}},
    {"WideningCastsCompose",
     "%x: u8[3]",
     R"(%a = cast %x {to = 6}
        %y = cast %a {to = 1} return %y)",
     {"cast"}},
};

INSTANTIATE_TEST_SUITE_P(Rewrites, Canonicalize, testing::ValuesIn(cases),
                         [](const auto &info) { return std::string(info.param.name); });

TEST(CanonicalizeAttributes, AutomaticPaddingEqualsItsAmounts) {
  auto normalText = [](const std::string &attrs) {
    Caught diags;
    auto module = parsed("graph @g(%x: f32[1,2,7,8]) { weight %w : f32[2,2,3,2] = seeded<1> "
                         "%y = conv %x, %w {" +
                             attrs + "} return %y }",
                         diags);
    EXPECT_TRUE(succeeded(inferTypes(*module->graph("g"))));
    canonicalize(*module->graph("g"));
    return print(*module->graph("g"));
  };
  std::string upper = normalText("auto_pad = \"SAME_UPPER\", strides = [2, 2]");
  EXPECT_EQ(upper, normalText("pads = [1, 0, 1, 0], strides = [2, 2], group = 1"));
  EXPECT_NE(upper, normalText("pads = [1, 0, 1, 1], strides = [2, 2]"));
  EXPECT_EQ(normalText("auto_pad = \"SAME_LOWER\""), normalText("pads = [1, 1, 1, 0]"));
  EXPECT_EQ(normalText("auto_pad = \"VALID\""), normalText("kernel_shape = [3, 2]"));
}

/// The canonical text of a graph with one op.
std::string canonicalText(const std::string &arguments, const std::string &body) {
  Caught diags;
  auto module = parsed("graph @g(" + arguments + ") { " + body + " return %y }", diags);
  if (!module || failed(inferTypes(*module->graph("g"))))
    return diags.text;
  canonicalize(*module->graph("g"));
  eliminateDeadCode(*module->graph("g"));
  std::string text = print(*module->graph("g"));
  return text.substr(text.find("{"));
}

TEST(CanonicalizeAttributes, AxesCountFromTheFront) {
  EXPECT_EQ(canonicalText("%x: f32[2,3,4]", "%y = softmax %x : ?"),
            canonicalText("%x: f32[2,3,4]", "%y = softmax %x {axis = 2} : ?"));
  EXPECT_NE(canonicalText("%x: f32[2,3,4]", "%y = softmax %x : ?"),
            canonicalText("%x: f32[2,3,4]", "%y = softmax %x {axis = 1} : ?"));
}

TEST(CanonicalizeAttributes, WhatDecidesNothingGoes) {
  const std::string plain = "kernel_shape = [2, 2], strides = [2, 2]", x = "%x: f32[1,1,6,6]";
  auto pool = [&](const std::string &op, const std::string &attrs) {
    return canonicalText(x, "%y = " + op + " %x {" + attrs + "} : ?");
  };
  EXPECT_EQ(pool("average_pool", plain), pool("average_pool", plain + ", count_include_pad = 1"));
  EXPECT_EQ(pool("max_pool", plain), pool("max_pool", plain + ", ceil_mode = 1"));
  const std::string odd = "kernel_shape = [3, 3], strides = [2, 2]";
  EXPECT_NE(pool("max_pool", odd), pool("max_pool", odd + ", ceil_mode = 1"));
  EXPECT_NE(pool("average_pool", odd + ", pads = [1, 1, 1, 1]"),
            pool("average_pool", odd + ", pads = [1, 1, 1, 1], count_include_pad = 1"));
}

TEST(CanonicalizeAttributes, SlicesHaveOneSpelling) {
  auto slice = [](const std::string &s, const std::string &e, const std::string &axes,
                  const std::string &steps) {
    return canonicalText("%x: f32[4,6]", "weight %s : i64[1] = dense<[" + s +
                                             "]> weight %e : i64[1] = dense<[" + e +
                                             "]> weight %a : i64[1] = dense<[" + axes +
                                             "]> weight %t : i64[1] = dense<[" + steps +
                                             "]> %y = slice %x, %s, %e, %a, %t : ?");
  };
  EXPECT_EQ(slice("1", "9223372036854775807", "-1", "1"), slice("-5", "6", "1", "1"));
  EXPECT_EQ(slice("-1", "-9223372036854775808", "1", "-1"), slice("5", "-100", "1", "-1"));
  EXPECT_NE(slice("1", "5", "1", "1"), slice("1", "5", "1", "2"));
}

} // namespace
} // namespace fixcon

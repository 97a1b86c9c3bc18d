// The whole normal form: pairs of spellings that must become equal, pairs that must not, and
// origins.
#include "NormalText.h"

#include <set>

namespace fixcon {
namespace {

std::string model(int opset, const std::string &body) {
  return "graph @m(%x: f32[1,4,6,6]) dialect(\"onnx\", opset = " + std::to_string(opset) + ") {\n" +
         body + "\nreturn %y\n}";
}

TEST(NormalForm, OldAndNewOpsetsAreEqual) {
  EXPECT_EQ(
      anonymous(model(9, "%a = onnx.Clip %x {min = 0.0, max = 6.0} : ? "
                         "%y = onnx.ReduceMean %a {axes = [2, 3]} : ?")),
      anonymous(model(18, "weight %l : f32[] = dense<0.0> weight %h : f32[] = dense<6.0> "
                          "%a = onnx.Clip %x, %l, %h : ? %y = onnx.GlobalAveragePool %a : ?")));
}

TEST(NormalForm, ViewWithShapeArithmeticIsAFlatten) {
  EXPECT_EQ(anonymous(model(13, R"(
    %s = onnx.Shape %x : ?
    %i = onnx.Constant {value = i64[] dense<0>} : ?
    %g = onnx.Gather %s, %i : ?
    %ax = onnx.Constant {value_ints = [0]} : ?
    %u = onnx.Unsqueeze %g, %ax : ?
    %m = onnx.Constant {value_ints = [-1]} : ?
    %c = onnx.Concat %u, %m {axis = 0} : ?
    %y = onnx.Reshape %x, %c : ?)")),
            anonymous(model(13, "%y = onnx.Flatten %x : ?")));
}

TEST(NormalForm, ChannelLastIslandIsGone) {
  EXPECT_EQ(anonymous(model(13, R"(
    weight %c : f32[4] = dense<[1,2,3,4]>
    %a = onnx.Transpose %x {perm = [0,2,3,1]} : ?
    %b = onnx.Add %c, %a : ?
    %r = onnx.Relu %b : ?
    %y = onnx.Transpose %r {perm = [0,3,1,2]} : ?)")),
            anonymous(model(13, R"(
    weight %c : f32[1,4,1,1] = dense<[[[[1]],[[2]],[[3]],[[4]]]]>
    %b = onnx.Add %x, %c : ?
    %y = onnx.Relu %b : ?)")));
}

TEST(NormalForm, SharedWeightIsItsCopies) {
  const std::string matrix = " : f32[4,4] = seeded<1> ";
  const std::string first = "%r = onnx.ReduceMax %x {axes = [2, 3], keepdims = 0} : ? "
                            "%h = onnx.MatMul %r, %w : ? ";
  EXPECT_EQ(anonymous(model(13, "weight %w" + matrix + first + "%y = onnx.MatMul %h, %w : ?")),
            anonymous(model(13, "weight %w" + matrix + "weight %v" + matrix + first +
                                    "%y = onnx.MatMul %h, %v : ?")));
}

TEST(NormalForm, ConstantsGoThroughWhatLeavesThemConstant) {
  EXPECT_EQ(anonymous(model(13, R"(
    weight %q : i8[4,1,1] = dense<[[[1]],[[-2]],[[3]],[[4]]]>
    weight %s : f32[] = dense<0.5>
    %i = onnx.Identity %q : ?
    %d = onnx.DequantizeLinear %i, %s : ?
    %k = onnx.Cast %d {to = 11} : ?
    %c = onnx.Cast %k {to = 1} : ?
    %y = onnx.Mul %x, %c : ?)")),
            anonymous(model(13, R"(
    weight %c : f32[4,1,1] = dense<[[[0.5]],[[-1]],[[1.5]],[[2]]]>
    %y = onnx.Mul %c, %x : ?)")));
}

TEST(NormalForm, ZeroPaddingOfAMaxPoolDiffersFromItsOwn) {
  std::string apart = "weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]> %a = onnx.Pad %x, %p : ? "
                      "%y = onnx.MaxPool %a {kernel_shape = [3,3]} : ?";
  std::string own = "%y = onnx.MaxPool %x {kernel_shape = [3,3], pads = [1,1,1,1]} : ?";
  EXPECT_NE(anonymous(model(13, apart)), anonymous(model(13, own)));
}

TEST(NormalForm, ResizeToSizesIsByScalesWhereTheyAreExact) {
  EXPECT_EQ(anonymous(model(13, "weight %n : i64[4] = dense<[1, 4, 12, 9]> "
                                "%y = onnx.Resize %x, _, _, %n {mode = \"linear\"} : ?")),
            anonymous(model(13, "weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 1.5]> "
                                "%y = onnx.Resize %x, _, %s {mode = \"linear\"} : ?")));
  EXPECT_NE(anonymous(model(13, "weight %n : i64[4] = dense<[1, 4, 7, 7]> "
                                "%y = onnx.Resize %x, _, _, %n : ?")),
            anonymous(model(13, "weight %s : f32[4] = dense<[1.0, 1.0, 1.1666666, 1.1666666]> "
                                "%y = onnx.Resize %x, _, %s : ?")));
}

TEST(NormalForm, ConvolutionOfOnePlaceIsAProduct) {
  const std::string product = "%p = onnx.GlobalAveragePool %x : ? %f = onnx.Flatten %p : ? "
                              "weight %w : f32[4,3] = dense<[[1,2,3],[4,5,6],[7,8,9],[2,4,8]]> "
                              "weight %b : f32[3] = dense<[1,2,3]> ";
  const std::string filters = "%p = onnx.GlobalAveragePool %x : ? "
                              "weight %w : f32[3,4,1,1] = dense<[[[[1]],[[4]],[[7]],[[2]]],"
                              "[[[2]],[[5]],[[8]],[[4]]],[[[3]],[[6]],[[9]],[[8]]]]> "
                              "weight %b : f32[3] = dense<[1,2,3]> ";
  EXPECT_EQ(anonymous(model(13, product + "%y = onnx.Gemm %f, %w, %b : ?")),
            anonymous(model(13, filters + "%c = onnx.Conv %p, %w, %b : ? "
                                          "%y = onnx.Flatten %c : ?")));
  EXPECT_NE(anonymous(model(13, filters + "%y = onnx.Conv %p, %w, %b {pads = [1, 1, 1, 1]} : ?"))
                .find("conv"),
            std::string::npos);
}

TEST(NormalForm, ScaleBehindAConvolutionOfOnePlaceIsFolded) {
  std::string body = "%p = onnx.GlobalAveragePool %x : ? "
                     "weight %w : f32[1,4,1,1] = dense<[[[[1]],[[4]],[[7]],[[2]]]]> "
                     "weight %s : f32[1,1,1] = dense<[[[2]]]> "
                     "%c = onnx.Conv %p, %w : ? %m = onnx.Mul %c, %s : ? %y = onnx.Flatten %m : ?";
  std::string folded = anonymous(model(13, body));
  EXPECT_EQ(folded.find("mul"), std::string::npos) << folded;
}

TEST(NormalForm, FoldedConvolutionHasAllOrigins) {
  Caught diags;
  auto module = parsed(model(13, R"(
    weight %w : f32[2,4,3,3] = seeded<1>
    weight %s : f32[2] = dense<[0.5, 2.0]>
    weight %v : f32[2] = dense<[1.5, 0.2]>
    weight %p : i64[8] = dense<[0,0,1,1,0,0,1,1]>
    %a = onnx.Pad %x, %p : ?
    %c = onnx.Conv %a, %w : ?
    %y = onnx.BatchNormalization %c, %s, %s, %s, %v : ?)"),
                       diags);
  auto normal = normalize(*module, *module->graph("m"));
  ASSERT_TRUE(succeeded(normal)) << diags.text;
  ASSERT_EQ((*normal)->ops().size(), 1u) << print(**normal);
  const Op &conv = *(*normal)->front();
  auto names = [](std::vector<std::string> list) {
    return std::set<std::string>(list.begin(), list.end());
  };
  EXPECT_EQ(names(conv.origins()), (std::set<std::string>{"a", "c", "y"}));
  EXPECT_EQ(names(conv.operand(1)->origins()),
            (std::set<std::string>{"a", "c", "s", "v", "w", "y"}));
  EXPECT_EQ(conv.result()->name(), "y");
}

TEST(NormalForm, SpeltOutActivationHasAllOrigins) {
  Caught diags;
  auto module = parsed(model(13, R"(
    weight %r : f32[] = dense<1.41421354>
    weight %one : f32[] = dense<1.0>
    weight %half : f32[] = dense<0.5>
    %a = onnx.Relu %x : ?
    %b = onnx.Div %a, %r : ?
    %c = onnx.Erf %b : ?
    %d = onnx.Add %c, %one : ?
    %e = onnx.Mul %a, %d : ?
    %y = onnx.Mul %e, %half : ?)"),
                       diags);
  auto normal = normalize(*module, *module->graph("m"));
  ASSERT_TRUE(succeeded(normal)) << diags.text;
  const Op *gelu = (*normal)->front()->next();
  ASSERT_TRUE(gelu && gelu->name() == "gelu") << print(**normal);
  EXPECT_EQ(gelu->origins(), (std::vector<std::string>{"b", "c", "d", "e", "y"}));
}

TEST(NormalForm, ArgumentTypesMayBeNarrowed) {
  Caught diags;
  auto module =
      parsed("graph @m(%x: f32[N,4]) dialect(\"onnx\", opset = 13) { "
             "%s = onnx.Shape %x : i64[2] %y = onnx.Reshape %x, %s : f32[N,4] return %y }",
             diags);
  auto normal =
      normalize(*module, *module->graph("m"), {{"x", Type::tensor(DType::F32, Shape{3, 4})}});
  ASSERT_TRUE(succeeded(normal)) << diags.text;
  EXPECT_TRUE((*normal)->ops().empty()) << print(**normal);
}

TEST(NormalForm, DuplicatesMergeAndDeadOpsGo) {
  EXPECT_EQ(anonymous(model(13, "%a = onnx.Relu %x : ? %b = onnx.Relu %x : ? %d = onnx.Exp %x : ? "
                                "%y = onnx.Add %a, %b : ?")),
            anonymous(model(13, "%a = onnx.Relu %x : ? %y = onnx.Add %a, %a : ?")));
}

TEST(NormalForm, RandomOpsAreNeitherFoldedNorMerged) {
  std::string text = anonymous(model(13, R"(
    weight %r : f32[] = dense<0.5>
    weight %t : bool[] = dense<true>
    %a, %m = onnx.Dropout %x, %r, %t : ?, ?
    %b, %n = onnx.Dropout %x, %r, %t : ?, ?
    %y = onnx.Add %a, %b : ?)"));
  EXPECT_EQ(text.find("dropout"), 0u) << text;
  EXPECT_NE(text.find("\ndropout"), std::string::npos) << text;
}

} // namespace
} // namespace fixcon

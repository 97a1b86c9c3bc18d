// Lowering: each old spelling against the same meaning written by hand in core ops, names, origins,
// and what is refused.
#include "RunGraph.h"

#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Transforms/Normalize.h"
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {
namespace {

struct Case {
  const char *name;
  int64_t opset;
  const char *arguments, *foreign, *core;
};

void PrintTo(const Case &c, std::ostream *os) { *os << c.name; }

class Legalize : public testing::TestWithParam<Case> {};

TEST_P(Legalize, MeansTheSame) {
  const Case &c = GetParam();
  Caught diags;
  std::string arguments(c.arguments), opset = std::to_string(c.opset);
  auto module =
      parsed("graph @f(" + arguments + ") dialect(\"onnx\", opset = " + opset +
                 ", \"com.microsoft\" = 1, \"ai.onnx.preview\" = 1) {\n" + c.foreign +
                 "\nreturn %y\n}\ngraph @g(" + arguments + ") {\n" + c.core + "\nreturn %y\n}",
             diags);
  ASSERT_TRUE(module);
  auto legal = legalize(*module, *module->graph("f"));
  ASSERT_TRUE(succeeded(legal)) << diags.text;
  EXPECT_TRUE(succeeded(verify(*module))) << diags.text << print(**legal);
  std::set<std::string> faithful;
  module->graph("f")->walk([&](const Op &op) { faithful.insert(originName(op)); });
  (*legal)->walk([&](const Op &op) {
    ASSERT_EQ(op.origins().size(), 1u) << print(op);
    EXPECT_TRUE(faithful.contains(op.origins()[0])) << print(op);
  });
  EXPECT_EQ((*legal)->output(0)->name(), "y");
  ASSERT_TRUE(succeeded(inferTypes(*module->graph("g")))) << diags.text;
  EXPECT_LE(distance(*module->graph("g"), **legal, 11), 1e-9) << print(**legal) << diags.text;
}

const char *const image = "%x: f32[2,3,4,5]";

const Case cases[] = {
    {"SoftmaxOfAMatrixOfRows", 11, image, "%y = onnx.Softmax %x {axis = 2} : f32[2,3,4,5]",
     R"(%f = flatten %x {axis = 2}
        %s = softmax %f {axis = 1}
        %d = shape %x
        %y = reshape %s, %d)"},
    {"SoftmaxAlongTheLastAxis", 11, image, "%y = onnx.Softmax %x {axis = 3} : ?",
     "%y = softmax %x {axis = 3}"},
    {"ClipByAttributes", 9, image, "%y = onnx.Clip %x {min = 0.0, max = 0.5} : ?",
     R"(weight %a : f32[] = dense<0.0>
        weight %b : f32[] = dense<0.5>
        %y = clip %x, %a, %b)"},
    {"PadByAttributes", 9, image, "%y = onnx.Pad %x {pads = [0,0,1,0,0,0,0,2], value = 0.5} : ?",
     R"(weight %a : i64[8] = dense<[0,0,1,0,0,0,0,2]>
        weight %b : f32[] = dense<0.5>
        %y = pad %x, %a, %b)"},
    {"SliceByAttributes", 9, image, "%y = onnx.Slice %x {starts = [1], ends = [3], axes = [2]} : ?",
     R"(weight %a : i64[1] = dense<[1]>
        weight %b : i64[1] = dense<[3]>
        weight %c : i64[1] = dense<[2]>
        %y = slice %x, %a, %b, %c)"},
    {"UnsqueezeByAttribute", 11, image, "%y = onnx.Unsqueeze %x {axes = [0]} : ?",
     R"(weight %a : i64[1] = dense<[0]>
        %y = unsqueeze %x, %a)"},
    {"ReduceByAttribute", 13, image, "%y = onnx.ReduceMean %x {axes = [2, 3], keepdims = 0} : ?",
     R"(weight %a : i64[2] = dense<[2, 3]>
        %y = reduce_mean %x, %a {keepdims = 0})"},
    {"SplitByAttribute", 11, image, "%z, %y = onnx.Split %x {axis = 3, split = [2, 3]} : ?, ?",
     R"(weight %a : i64[1] = dense<[2]>
        weight %b : i64[1] = dense<[5]>
        weight %c : i64[1] = dense<[3]>
        %y = slice %x, %a, %b, %c)"},
    {"SplitWithoutItsLastParts", 13, "%x: f32[2,4]",
     R"(weight %p : i64[3] = dense<[1, 2, 1]>
        %y = onnx.Split %x, %p {axis = 1} : ?)",
     R"(weight %a : i64[1] = dense<[0]>
        weight %b : i64[1] = dense<[1]>
        %y = slice %x, %a, %b, %b)"},
    {"SplitIntoEqualParts", 13, "%x: f32[2,4]", "%z, %y = onnx.Split %x {axis = 1} : ?, ?",
     R"(weight %a : i64[1] = dense<[2]>
        weight %b : i64[1] = dense<[4]>
        weight %c : i64[1] = dense<[1]>
        %y = slice %x, %a, %b, %c)"},
    {"TopKByAttribute", 9, image, "%y, %i = onnx.TopK %x {axis = 1, k = 2} : ?, ?",
     R"(weight %k : i64[1] = dense<[2]>
        %y, %i = top_k %x, %k {axis = 1})"},
    {"DropoutInInference", 12, image, "%y, %m = onnx.Dropout %x : ?, ?", "%y = identity %x"},
    {"DropoutOfOpset7", 7, image, "%y = onnx.Dropout %x {ratio = 0.9} : ?", "%y = identity %x"},
    {"NormalisationOfOpset9", 9, image,
     R"(weight %s : f32[3] = dense<[1,2,3]>
        weight %v : f32[3] = dense<[0.5,2,1]>
        %y = onnx.BatchNormalization %x, %s, %s, %s, %v {momentum = 0.9, epsilon = 0.1} : ?)",
     R"(weight %s : f32[3] = dense<[1,2,3]>
        weight %v : f32[3] = dense<[0.5,2,1]>
        %y = batch_normalization %x, %s, %s, %s, %v {epsilon = 0.1})"},
    {"NormalisationOfEachPosition", 7, "%x: f32[2,3]",
     R"(weight %s : f32[3] = dense<[1,2,3]>
        weight %v : f32[3] = dense<[0.5,2,1]>
        %y = onnx.BatchNormalization %x, %s, %s, %s, %v {spatial = 0} : ?)",
     R"(weight %s : f32[3] = dense<[1,2,3]>
        weight %v : f32[3] = dense<[0.5,2,1]>
        %y = batch_normalization %x, %s, %s, %s, %v)"},
    {"UpsampleIsAsymmetric", 9, image,
     R"(weight %s : f32[4] = dense<[1,1,2,1.5]>
        %y = onnx.Upsample %x, %s {mode = "linear"} : ?)",
     R"(weight %s : f32[4] = dense<[1,1,2,1.5]>
        %y = resize %x, _, %s {mode = "linear", coordinate_transformation_mode = "asymmetric"})"},
    {"ResizeOfOpset10RoundsDown", 10, image,
     R"(weight %s : f32[4] = dense<[1,1,2,1.5]>
        %y = onnx.Resize %x, %s : ?)",
     R"(weight %s : f32[4] = dense<[1,1,2,1.5]>
        %y = resize %x, _, %s {mode = "nearest", coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"})"},
    {"ResizeOfOpset10RoundsUpWhereItShrinks", 10, image,
     R"(weight %s : f32[4] = dense<[1,1,2,0.6]>
        %y = onnx.Resize %x, %s : ?)",
     R"(weight %u : f32[4] = dense<[1,1,2,1]>
        weight %d : f32[4] = dense<[1,1,1,0.6]>
        %a = resize %x, _, %u {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
        %y = resize %a, _, %d {coordinate_transformation_mode = "asymmetric", nearest_mode = "ceil"})"},
    {"ResizeWithEmptyOperands", 11, image,
     R"(weight %r : f32[0] = dense<[]>
        weight %z : i64[4] = dense<[2,3,8,5]>
        %y = onnx.Resize %x, %r, %r, %z {mode = "nearest"} : ?)",
     R"(weight %z : i64[4] = dense<[2,3,8,5]>
        %y = resize %x, _, _, %z {mode = "nearest"})"},
    {"AddAtAnAxis", 6, image,
     R"(weight %b : f32[3] = dense<[1,2,3]>
        %y = onnx.Add %x, %b {axis = 1, broadcast = 1} : ?)",
     R"(weight %b : f32[3,1,1] = dense<[[[1]],[[2]],[[3]]]>
        %y = add %x, %b)"},
    {"SlopeForEachChannel", 6, image,
     R"(weight %b : f32[3] = dense<[0.1,0.2,0.3]>
        %y = onnx.PRelu %x, %b : ?)",
     R"(weight %b : f32[3,1,1] = dense<[[[0.1]],[[0.2]],[[0.3]]]>
        %y = prelu %x, %b)"},
    {"ReshapeByAttribute", 1, image, "%y = onnx.Reshape %x {shape = [6, 20]} : ?",
     R"(weight %s : i64[2] = dense<[6, 20]>
        %y = reshape %x, %s)"},
    {"ConstantByFloats", 13, "%x: f32[2]",
     R"(%c = onnx.Constant {value_floats = [1.0, 2.0]} : ?
        %y = onnx.Add %x, %c : ?)",
     R"(weight %c : f32[2] = dense<[1,2]>
        %y = add %x, %c)"},
    {"CastByName", 1, "%x: f32[2]", R"(%y = onnx.Cast %x {to = "INT32"} : ?)",
     "%y = cast %x {to = \"i32\"}"},
    {"CastByNumber", 13, "%x: f32[2]", R"(%y = onnx.Cast %x {to = 10} : ?)",
     "%y = cast %x {to = \"f16\"}"},
    {"QuantizeToNoNumber", 21, "%x: f32[2], %s: f32[]",
     R"(%y = onnx.QuantizeLinear %x, %s {output_dtype = 0} : ?)", "%y = quantize_linear %x, %s"},
    {"QuantizeByNumber", 21, "%x: f32[2], %s: f32[]",
     R"(%y = onnx.QuantizeLinear %x, %s {output_dtype = 3} : ?)",
     "%y = quantize_linear %x, %s {output_dtype = \"i8\"}"},
    {"GroupsWithOwnScales", 18, "%x: f32[2,4,3]",
     R"(weight %s : f32[2] = dense<[1,2]>
        %y = onnx.GroupNormalization %x, %s, %s {num_groups = 2} : ?)",
     R"(weight %s : f32[4] = dense<[1,1,2,2]>
        %y = group_normalization %x, %s, %s {num_groups = 2})"},
    {"FourierAlongAxis1", 17, "%x: f32[2,4,3,1]", "%y = onnx.DFT %x {onesided = 1} : ?",
     R"(weight %a : i64[] = dense<1>
        %y = dft %x, _, %a {onesided = 1})"},
    {"FourierByAttribute", 19, "%x: f32[2,4,3,1]",
     R"(weight %n : i64[] = dense<5>
        %y = onnx.DFT %x, %n {axis = -2, inverse = 1} : ?)",
     R"(weight %n : i64[] = dense<5>
        weight %a : i64[] = dense<2>
        %y = dft %x, %n, %a {inverse = 1})"},
    {"ScanOfABatch", 8, "%i: f32[2,3], %x: f32[2,4,3]",
     R"(%y, %z = onnx.Scan _, %i, %x {num_scan_inputs = 1, body = region<0>, directions = [1]}
          (@b(%s: f32[3], %e: f32[3]) {
            %n = onnx.Add %s, %e : f32[3]
            return %n, %n
          }) : f32[2,3], f32[2,4,3])",
     R"(weight %a : i64[1] = dense<[1]>
        %r = reduce_sum %x, %a {keepdims = 0}
        %y = add %i, %r)"},
    {"ScanOfSequencesOfLengths", 8, "%i: f32[3,2], %x: f32[3,4,2]",
     R"(weight %l : i64[3] = dense<[1, 4, 2]>
        %z, %y = onnx.Scan %l, %i, %x {num_scan_inputs = 1, body = region<0>}
          (@b(%s: f32[2], %e: f32[2]) {
            %n = onnx.Neg %e : f32[2]
            return %s, %n
          }) : f32[3,2], f32[3,4,2])",
     R"(weight %m : f32[3,4,1] = dense<[[[1],[0],[0],[0]],[[1],[1],[1],[1]],[[1],[1],[0],[0]]]>
        %p = mul %x, %m
        %y = neg %p)"},
    {"ConvolutionOfAPast", 27, "%x: f32[2,3,4], %s: f32[2,3,1]",
     R"(weight %w : f32[3,1,2] = seeded<3>
        %y, %z = onnx.CausalConvWithState %x, %w, _, %s {activation = "silu"} : ?, ?)",
     R"(weight %w : f32[3,1,2] = seeded<3>
        %c = concat %s, %x {axis = 2}
        %v = conv %c, %w {group = 3}
        %g = sigmoid %v
        %y = mul %v, %g)"},
    {"StateOfAConvolution", 27, "%x: f32[2,3,4]",
     R"(weight %w : f32[3,1,3] = seeded<3>
        %z, %y = onnx.CausalConvWithState %x, %w : ?, ?)",
     R"(weight %a : i64[1] = dense<[2]>
        weight %b : i64[1] = dense<[4]>
        %y = slice %x, %a, %b, %a)"},
    {"TileAlongOneAxis", 1, "%x: f32[2,3]",
     R"(weight %n : f32[] = dense<2>
        weight %a : f32[] = dense<1>
        %y = onnx.Tile %x, %n, %a : ?)",
     R"(weight %r : i64[2] = dense<[1, 2]>
        %y = tile %x, %r)"},
    {"OneHotOfNegativeIndices", 10, "%x: f32[2]",
     R"(weight %i : i64[2] = dense<[-1, 1]>
        weight %d : i64[] = dense<2>
        %y = onnx.OneHot %i, %d, %x : ?)",
     R"(weight %i : i64[2] = dense<[2, 1]>
        weight %d : i64[] = dense<2>
        %y = one_hot %i, %d, %x)"},
    {"RegionsWithoutHalfPixels", 10, image,
     R"(weight %r : f32[1,4] = dense<[[0, 0, 2, 3]]>
        weight %b : i64[1] = dense<[1]>
        %y = onnx.RoiAlign %x, %r, %b {output_height = 2, output_width = 2, sampling_ratio = 2} : ?)",
     R"(weight %r : f32[1,4] = dense<[[0, 0, 2, 3]]>
        weight %b : i64[1] = dense<[1]>
        %y = roi_align %x, %r, %b {coordinate_transformation_mode = "output_half_pixel", output_height = 2, output_width = 2, sampling_ratio = 2})"},
    {"SequenceOfAnOldRNN", 1, "%x: f32[2,1,3]",
     R"(weight %w : f32[1,2,3] = seeded<3>
        weight %r : f32[1,2,2] = seeded<4>
        %y = onnx.RNN %x, %w, %r {hidden_size = 2, output_sequence = 1} : ?)",
     R"(weight %w : f32[1,2,3] = seeded<3>
        weight %r : f32[1,2,2] = seeded<4>
        %y = rnn %x, %w, %r {hidden_size = 2})"},
    {"AttentionWithChangedScores", 25, "%q: f32[1,2,2,3], %k: f32[1,1,4,3]",
     R"(%y = onnx.ai.onnx.preview.FlexAttention %q, %k, %k {scale = 2.0, score_mod = region<0>, prob_mod = region<1>}
          (@s(%s: f32[1,2,2,4]) {
            %a = onnx.Abs %s : f32[1,2,2,4]
            return %a
          }, @p(%p: f32[1,2,2,4]) {
            %n = onnx.Neg %p : f32[1,2,2,4]
            return %n
          }) : ?)",
     R"(weight %two : f32[] = dense<2>
        weight %sizes : i64[4] = dense<[1,2,4,3]>
        %e = expand %k, %sizes
        %t = transpose %e {perm = [0,1,3,2]}
        %m = mat_mul %q, %t
        %c = mul %m, %two
        %a = abs %c
        %f = softmax %a {axis = -1}
        %n = neg %f
        %y = mat_mul %n, %e)"},
    {"SwishIsSpeltOut", 24, image, "%y = onnx.Swish %x : ?",
     R"(%s = sigmoid %x
        %y = mul %x, %s)"},
    {"GatedSwish", 28, image, "%y = onnx.SwiGLU %x, %x {alpha = 2.0} : ?",
     R"(weight %a : f32[] = dense<2>
        %m = mul %x, %a
        %s = sigmoid %m
        %p = mul %x, %s
        %y = mul %p, %x)"},
    {"FusedConvolution", 13, image,
     R"(weight %w : f32[2,3,1,1] = seeded<3>
        weight %b : f32[2] = dense<[1,2]>
        %y = onnx.com.microsoft.FusedConv %x, %w, %b {activation = "LeakyRelu", activation_params = [0.3]} : ?)",
     R"(weight %w : f32[2,3,1,1] = seeded<3>
        weight %b : f32[2] = dense<[1,2]>
        %c = conv %x, %w, %b
        %y = leaky_relu %c {alpha = 0.3})"},
    {"FusedProduct", 13, "%x: f32[2,3,4]",
     R"(weight %w : f32[2,5,4] = seeded<3>
        %y = onnx.com.microsoft.FusedMatMul %x, %w {transB = 1, alpha = 0.5} : ?)",
     R"(weight %w : f32[2,5,4] = seeded<3>
        weight %h : f32[] = dense<0.5>
        %t = transpose %w {perm = [0,2,1]}
        %m = mat_mul %x, %t
        %y = mul %m, %h)"},
    {"QuickGelu", 13, image, "%y = onnx.com.microsoft.QuickGelu %x {alpha = 1.5} : ?",
     R"(weight %a : f32[] = dense<1.5>
        %m = mul %x, %a
        %s = sigmoid %m
        %y = mul %x, %s)"},
    {"SkipLayerNormalisation", 13, "%x: f32[2,3,4]",
     R"(weight %g : f32[4] = dense<[1,2,3,4]>
        %y = onnx.com.microsoft.SkipLayerNormalization %x, %x, %g, _, %g {epsilon = 0.01} : ?)",
     R"(weight %g : f32[4] = dense<[1,2,3,4]>
        %a = add %x, %x
        %b = add %a, %g
        %y = layer_normalization %b, %g {axis = -1, epsilon = 0.01})"},
    {"SkipLayerNormalisationByDefault", 13, "%x: f32[2,3,4]",
     R"(weight %g : f32[4] = dense<[1,2,3,4]>
        %y = onnx.com.microsoft.SkipLayerNormalization %x, %x, %g : ?)",
     R"(weight %g : f32[4] = dense<[1,2,3,4]>
        %a = add %x, %x
        %y = layer_normalization %a, %g {axis = -1, epsilon = 1e-12})"},
};

INSTANTIATE_TEST_SUITE_P(Rules, Legalize, testing::ValuesIn(cases),
                         [](const auto &info) { return std::string(info.param.name); });

std::string complaint(const std::string &text) {
  Caught diags;
  auto module = parsed(text, diags);
  if (!module)
    return diags.text;
  EXPECT_TRUE(failed(legalize(*module, *module->graphs()[0])));
  EXPECT_FALSE(module->graph("f.n"));
  return diags.text;
}

std::string inOpset(int opset, const std::string &body) {
  return "graph @f(%x: f32[2,3]) dialect(\"onnx\", opset = " + std::to_string(opset) + ") { " +
         body + " return %y }";
}

TEST(LegalizeErrors, AttributeThatNoRuleReads) {
  std::string text = complaint(inOpset(9, "%y = onnx.Clip %x {low = 0.0} : ?"));
  EXPECT_NE(text.find("attribute 'low'"), std::string::npos) << text;
  text = complaint(inOpset(13, "%y = onnx.Relu %x {slope = 0.0} : ?"));
  EXPECT_NE(text.find("'slope'"), std::string::npos) << text;
}

TEST(LegalizeErrors, OldDropoutInTraining) {
  EXPECT_NE(complaint(inOpset(6, "%y = onnx.Dropout %x : ?")).find("training"), std::string::npos);
}

TEST(LegalizeFunctions, AreInlinedWithTheirAttributes) {
  Caught diags;
  auto module = parsed(R"(
    graph @f(%x: f32[2,3]) dialect("onnx", opset = 13, "local" = 1) {
      %y = onnx.local.Squash %x {slope = 0.25} : ?
      return %y
    }
    graph @f.fn.local.Squash(%a: ?) dialect("onnx", opset = 13) function_of(@f) {
      %r = onnx.LeakyRelu %a {alpha = @f.fn.local.Squash::%slope} : ?
      %s = onnx.Softmax %r {axis = @f.fn.local.Squash::%axis} : ?
      return %s
    }
    graph @g(%x: f32[2,3]) { %r = leaky_relu %x {alpha = 0.25} %y = softmax %r return %y })",
                       diags);
  ASSERT_TRUE(module);
  auto legal = legalize(*module, *module->graph("f"));
  ASSERT_TRUE(succeeded(legal)) << diags.text;
  (*legal)->walk(
      [&](const Op &op) { EXPECT_EQ(op.origins(), std::vector<std::string>{"y"}) << print(op); });
  ASSERT_TRUE(succeeded(inferTypes(*module->graph("g"))));
  EXPECT_LE(distance(*module->graph("g"), **legal, 3), 1e-9) << print(**legal);
}

TEST(LegalizeFunctions, EndlessRecursionIsRefused) {
  std::string text = complaint(R"(
    graph @f(%x: f32[2]) dialect("onnx", opset = 13, "local" = 1) { %y = onnx.local.F %x : ? return %y }
    graph @f.fn.local.F(%a: ?) dialect("onnx", opset = 13, "local" = 1) function_of(@f) { %r = onnx.local.F %a : ? return %r })");
  EXPECT_NE(text.find("nested deeper"), std::string::npos) << text;
}

} // namespace
} // namespace fixcon

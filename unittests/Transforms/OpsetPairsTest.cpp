// What an op of an old opset and one of a newer opset both say has one normal form.
#include "NormalText.h"

namespace fixcon {
namespace {

struct Pair {
  const char *name, *arguments, *weights;
  int older;
  const char *olderText;
  int newer;
  const char *newerText;
};

void PrintTo(const Pair &pair, std::ostream *os) { *os << pair.name; }

class OpsetPairs : public testing::TestWithParam<Pair> {};

std::string modelOf(const Pair &pair, int opset, const char *body) {
  return std::string("graph @m(") + pair.arguments +
         ") dialect(\"onnx\", opset = " + std::to_string(opset) + ") {\n" + pair.weights + "\n" +
         body + "\nreturn %y\n}";
}

TEST_P(OpsetPairs, HaveOneNormalForm) {
  const Pair &pair = GetParam();
  EXPECT_EQ(anonymous(modelOf(pair, pair.older, pair.olderText)),
            anonymous(modelOf(pair, pair.newer, pair.newerText)));
}

const Pair pairs[] = {
    {"BatchNormalization", "%x: f32[2,3,4,5]", "weight %s : f32[3] = dense<[0.5, 1.5, 2.0]>", 7,
     "%y = onnx.BatchNormalization %x, %s, %s, %s, %s {epsilon = 0.01} : ?", 15,
     "%y = onnx.BatchNormalization %x, %s, %s, %s, %s {epsilon = 0.01} : ?"},
    {"CastByName", "%x: f32[2,3]", "", 5, R"(%y = onnx.Cast %x {to = "INT64"} : ?)", 13,
     "%y = onnx.Cast %x {to = 7} : ?"},
    {"Clip", "%x: f32[2,3]", "", 10, "%y = onnx.Clip %x {min = -1.0, max = 2.0} : ?", 13,
     R"(weight %l : f32[] = dense<-1.0>
        weight %h : f32[] = dense<2.0>
        %y = onnx.Clip %x, %l, %h : ?)"},
    {"ClipFromBelow", "%x: f32[2,3]", "", 6, "%y = onnx.Clip %x {min = -1.0} : ?", 11,
     R"(weight %l : f32[] = dense<-1.0>
        %y = onnx.Clip %x, %l : ?)"},
    {"DFT", "%x: f32[1,5,7,1]", "", 17, "%y = onnx.DFT %x {axis = 2} : ?", 20,
     R"(weight %a : i64[] = dense<2>
        %y = onnx.DFT %x, _, %a : ?)"},
    {"Dropout", "%x: f32[2,3]", "", 7,
     R"(%a = onnx.Dropout %x {ratio = 0.25} : ?
        %y = onnx.Neg %a : ?)",
     13,
     R"(weight %r : f32[] = dense<0.25>
        %a = onnx.Dropout %x, %r : ?
        %y = onnx.Neg %a : ?)"},
    {"GemmBroadcast", "%x: f32[2,3]", R"(weight %w : f32[3,4] = seeded<1>
        weight %b : f32[4] = seeded<2>)",
     6, "%y = onnx.Gemm %x, %w, %b {broadcast = 1} : ?", 11, "%y = onnx.Gemm %x, %w, %b : ?"},
    {"GridSample", "%x: f32[1,2,4,4], %g: f32[1,3,3,2]", "", 16,
     R"(%y = onnx.GridSample %x, %g {mode = "bilinear"} : ?)", 20,
     R"(%y = onnx.GridSample %x, %g {mode = "linear"} : ?)"},
    {"GridSampleBicubic", "%x: f32[1,2,4,4], %g: f32[1,3,3,2]", "", 16,
     R"(%y = onnx.GridSample %x, %g {mode = "bicubic"} : ?)", 20,
     R"(%y = onnx.GridSample %x, %g {mode = "cubic"} : ?)"},
    {"Hardmax", "%x: f32[2,3,4]", "", 11, "%y = onnx.Hardmax %x {axis = 2} : ?", 13,
     "%y = onnx.Hardmax %x : ?"},
    {"LogSoftmax", "%x: f32[2,3]", "", 11, "%y = onnx.LogSoftmax %x : ?", 13,
     "%y = onnx.LogSoftmax %x : ?"},
    {"Pad", "%x: f32[2,3]", "", 10, "%y = onnx.Pad %x {pads = [0, 1, 2, 0], value = 0.5} : ?", 13,
     R"(weight %p : i64[4] = dense<[0, 1, 2, 0]>
        weight %v : f32[] = dense<0.5>
        %y = onnx.Pad %x, %p, %v : ?)"},
    {"PadNamedAxes", "%x: f32[2,3]", "", 13,
     R"(weight %p : i64[4] = dense<[0, 1, 0, 2]>
        %y = onnx.Pad %x, %p {mode = "edge"} : ?)",
     18,
     R"(weight %p : i64[2] = dense<[1, 2]>
        weight %a : i64[1] = dense<[1]>
        %y = onnx.Pad %x, %p, _, %a {mode = "edge"} : ?)"},
    {"ReduceMean", "%x: f32[2,3,4]", "", 13,
     "%y = onnx.ReduceMean %x {axes = [1, -1], keepdims = 0} : ?", 18,
     R"(weight %a : i64[2] = dense<[1, 2]>
        %y = onnx.ReduceMean %x, %a {keepdims = 0} : ?)"},
    {"ReduceSum", "%x: f32[2,3,4]", "", 11, "%y = onnx.ReduceSum %x {axes = [1]} : ?", 13,
     R"(weight %a : i64[1] = dense<[1]>
        %y = onnx.ReduceSum %x, %a : ?)"},
    {"ReduceMaxOfAll", "%x: f32[2,3,4]", "", 12, "%y = onnx.ReduceMax %x : ?", 20,
     "%y = onnx.ReduceMax %x : ?"},
    {"Resize", "%x: f32[1,2,3,4]", "", 10,
     R"(weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 2.0]>
        %y = onnx.Resize %x, %s {mode = "nearest"} : ?)",
     13,
     R"(weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 2.0]>
        %y = onnx.Resize %x, _, %s {mode = "nearest", coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : ?)"},
    {"ResizeLinear", "%x: f32[1,2,3,4]", "", 10,
     R"(weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 2.0]>
        %y = onnx.Resize %x, %s {mode = "linear"} : ?)",
     18,
     R"(weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 2.0]>
        %y = onnx.Resize %x, _, %s {mode = "linear", coordinate_transformation_mode = "asymmetric"} : ?)"},
    {"ResizeToSizesOfNamedAxes", "%x: f32[1,2,4,4]", "", 11,
     R"(weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 1.5]>
        weight %r : f32[0] = dense<[]>
        %y = onnx.Resize %x, %r, %s {mode = "cubic", nearest_mode = "ceil"} : ?)",
     18, R"(weight %n : i64[2] = dense<[6, 8]>
        %y = onnx.Resize %x, _, _, %n {mode = "cubic", axes = [-1, 2]} : ?)"},
    {"Scatter", "%x: f32[3,3], %u: f32[1,2]", "", 9,
     R"(weight %i : i64[1,2] = dense<[[2, 0]]>
        %y = onnx.Scatter %x, %i, %u {axis = 1} : ?)",
     11,
     R"(weight %i : i64[1,2] = dense<[[2, 0]]>
        %y = onnx.ScatterElements %x, %i, %u {axis = 1} : ?)"},
    {"Slice", "%x: f32[4,5]", "", 9,
     "%y = onnx.Slice %x {axes = [1], starts = [1], ends = [-1]} : ?", 13,
     R"(weight %s : i64[1] = dense<[1]>
        weight %e : i64[1] = dense<[4]>
        weight %a : i64[1] = dense<[1]>
        %y = onnx.Slice %x, %s, %e, %a : ?)"},
    {"SoftmaxOfRows", "%x: f32[2,3]", "", 9, "%y = onnx.Softmax %x : ?", 13,
     "%y = onnx.Softmax %x : ?"},
    {"SoftmaxOfAllBehindTheFirst", "%x: f32[2,3,4]", "", 11, "%y = onnx.Softmax %x {axis = 1} : ?",
     13,
     R"(weight %f : i64[2] = dense<[2, 12]>
        weight %b : i64[3] = dense<[2, 3, 4]>
        %r = onnx.Reshape %x, %f : ?
        %s = onnx.Softmax %r {axis = 1} : ?
        %y = onnx.Reshape %s, %b : ?)"},
    {"Split", "%x: f32[2,6]", "", 11,
     R"(%a,
        %b = onnx.Split %x {axis = 1, split = [2, 4]} : ?, ?
        %y = onnx.Concat %b, %a {axis = 1} : ?)",
     18,
     R"(weight %n : i64[2] = dense<[2, 4]>
        %a,
        %b = onnx.Split %x, %n {axis = 1} : ?, ?
        %y = onnx.Concat %b, %a {axis = 1} : ?)"},
    {"SplitEvenly", "%x: f32[2,6]", "", 2,
     R"(%a,
        %b = onnx.Split %x {axis = 1} : ?, ?
        %y = onnx.Concat %b, %a {axis = 1} : ?)",
     18,
     R"(%a,
        %b = onnx.Split %x {axis = 1, num_outputs = 2} : ?, ?
        %y = onnx.Concat %b, %a {axis = 1} : ?)"},
    {"Squeeze", "%x: f32[2,1,3,1]", "", 11, "%y = onnx.Squeeze %x {axes = [1]} : ?", 13,
     R"(weight %a : i64[1] = dense<[1]>
        %y = onnx.Squeeze %x, %a : ?)"},
    {"SqueezeFromBehind", "%x: f32[2,1,3,1]", "", 11, "%y = onnx.Squeeze %x {axes = [-1]} : ?", 21,
     R"(weight %a : i64[1] = dense<[3]>
        %y = onnx.Squeeze %x, %a : ?)"},
    {"TopK", "%x: f32[2,5]", "", 9,
     R"(%y,
        %i = onnx.TopK %x {k = 2} : ?, ?)",
     11,
     R"(weight %k : i64[1] = dense<[2]>
        %y,
        %i = onnx.TopK %x, %k : ?, ?)"},
    {"Unsqueeze", "%x: f32[2,3]", "", 11, "%y = onnx.Unsqueeze %x {axes = [0, 3]} : ?", 13,
     R"(weight %a : i64[2] = dense<[0, 3]>
        %y = onnx.Unsqueeze %x, %a : ?)"},
    {"Upsample7", "%x: f32[1,2,3,4]", "", 7,
     "%y = onnx.Upsample %x {scales = [1.0, 1.0, 2.0, 3.0]} : ?", 13,
     R"(weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 3.0]>
        %y = onnx.Resize %x, _, %s {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : ?)"},
    {"Upsample9", "%x: f32[1,2,3,4]", "", 9,
     R"(weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 3.0]>
        %y = onnx.Upsample %x, %s : ?)",
     10,
     R"(weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 3.0]>
        %y = onnx.Resize %x, %s : ?)"},
    {"AddAlongAnAxis", "%x: f32[2,3,4]", "weight %b : f32[3] = dense<[1.0, 2.0, 3.0]>", 6,
     "%y = onnx.Add %x, %b {axis = 1, broadcast = 1} : ?", 14,
     R"(weight %c : f32[3,1] = dense<[[1.0], [2.0], [3.0]]>
        %y = onnx.Add %x, %c : ?)"},
    {"Gelu", "%x: f32[2,3]", "", 13,
     R"(weight %k : f32[] = dense<1.4142135>
        weight %o : f32[] = dense<1.0>
        weight %h : f32[] = dense<0.5>
        %d = onnx.Div %x, %k : ?
        %e = onnx.Erf %d : ?
        %p = onnx.Add %e, %o : ?
        %m = onnx.Mul %x, %p : ?
        %y = onnx.Mul %m, %h : ?)",
     20, "%y = onnx.Gelu %x : ?"},
    {"HardSwish", "%x: f32[2,3]", "", 13,
     R"(%s = onnx.HardSigmoid %x {alpha = 0.16666667} : ?
        %y = onnx.Mul %x, %s : ?)",
     14, "%y = onnx.HardSwish %x : ?"},
    {"Mish", "%x: f32[2,3]", "", 13,
     R"(%s = onnx.Softplus %x : ?
        %t = onnx.Tanh %s : ?
        %y = onnx.Mul %x, %t : ?)",
     18, "%y = onnx.Mish %x : ?"},
};

INSTANTIATE_TEST_SUITE_P(, OpsetPairs, testing::ValuesIn(pairs),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
} // namespace fixcon

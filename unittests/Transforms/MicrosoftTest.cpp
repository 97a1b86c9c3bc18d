// Ops of ONNX Runtime's own domain: results worked out by hand from the definitions.
#include "RunGraph.h"

#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {
namespace {

struct ByHand {
  const char *name, *body; ///< the body of a graph, from weights alone
  std::vector<double> expected;
};

void PrintTo(const ByHand &c, std::ostream *os) { *os << c.name; }

class Microsoft : public testing::TestWithParam<ByHand> {};

TEST_P(Microsoft, GivesWhatTheDefinitionSays) {
  Caught diags;
  std::string head = "graph @f() dialect(\"onnx\", opset = 17, \"com.microsoft\" = 1) {";
  auto module = parsed(head + GetParam().body + "\nreturn %y\n}", diags);
  ASSERT_TRUE(module);
  auto legal = legalize(*module, *module->graph("f"));
  ASSERT_TRUE(succeeded(legal)) << diags.text;
  EXPECT_TRUE(succeeded(verify(*module))) << diags.text << print(**legal);
  auto results = outputsOf(**legal, {});
  ASSERT_EQ(results.size(), 1u) << diags.text << print(**legal);
  std::vector<double> got = results[0].toDoubles();
  ASSERT_EQ(got.size(), GetParam().expected.size());
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_NEAR(got[i], GetParam().expected[i], 1e-6) << i;
}

const ByHand quantized[] = {
    {"Add",
     R"(weight %a : u8[2] = dense<[10, 20]>
        weight %az : u8[] = dense<4>
        weight %b : u8[2] = dense<[6, 0]>
        weight %bz : u8[] = dense<2>
        weight %half : f32[] = dense<0.5>
        weight %quarter : f32[] = dense<0.25>
        weight %cz : u8[] = dense<1>
        %y = onnx.com.microsoft.QLinearAdd %a, %half, %az, %b, %quarter, %bz, %half, %cz : ?)",
     {9, 16}},
    {"AddRoundsWithTheZeroPoint",
     R"(weight %a : u8[2] = dense<[1, 3]>
        weight %b : u8[1] = dense<[0]>
        weight %half : f32[] = dense<0.5>
        weight %one : f32[] = dense<1.0>
        weight %z : u8[] = dense<0>
        weight %cz : u8[] = dense<1>
        %y = onnx.com.microsoft.QLinearAdd %a, %half, %z, %b, %half, %z, %one, %cz : ?)",
     {2, 2}},
    {"MulWithoutZeroPoints",
     R"(weight %a : i8[2] = dense<[6, -16]>
        weight %b : i8[1] = dense<[4]>
        weight %half : f32[] = dense<0.5>
        %y = onnx.com.microsoft.QLinearMul %a, %half, _, %b, %half, _, %half : ?)",
     {12, -32}},
    {"AveragePoolRoundsWithTheZeroPoint",
     R"(weight %x : u8[1,1,3] = dense<[[[0, 1, 2]]]>
        weight %s : f32[] = dense<1.0>
        weight %z : u8[] = dense<0>
        weight %yz : u8[] = dense<1>
        %y = onnx.com.microsoft.QLinearAveragePool %x, %s, %z, %s, %yz {kernel_shape = [2]} : ?)",
     {2, 2}},
    {"ScaleOfOneElementWithAScalarZeroPoint",
     R"(weight %x : i32[2] = dense<[3, 5]>
        weight %s : f32[1] = dense<[0.5]>
        weight %z : i32[] = dense<1>
        %y = onnx.DequantizeLinear %x, %s, %z : ?)",
     {1, 2}},
    {"Sigmoid",
     R"(weight %x : u8[2] = dense<[4, 255]>
        weight %s : f32[] = dense<1.0>
        weight %z : u8[] = dense<4>
        weight %ys : f32[] = dense<0.00390625>
        %y = onnx.com.microsoft.QLinearSigmoid %x, %s, %z, %ys : ?)",
     {128, 255}},
    {"LeakyRelu",
     R"(weight %x : u8[2] = dense<[0, 8]>
        weight %s : f32[] = dense<1.0>
        weight %z : u8[] = dense<4>
        weight %ys : f32[] = dense<0.5>
        weight %yz : u8[] = dense<10>
        %y = onnx.com.microsoft.QLinearLeakyRelu %x, %s, %z, %ys, %yz {alpha = 0.5} : ?)",
     {6, 18}},
    {"SoftmaxOfOpset12",
     R"(weight %x : u8[2,2] = dense<[[7, 7], [7, 7]]>
        weight %s : f32[] = dense<0.00390625>
        weight %z : u8[] = dense<0>
        %y = onnx.com.microsoft.QLinearSoftmax %x, %s, %z, %s, %z {axis = 0, opset = 12} : ?)",
     {64, 64, 64, 64}},
    {"SoftmaxOfOpset13",
     R"(weight %x : u8[2,2] = dense<[[7, 7], [7, 7]]>
        weight %s : f32[] = dense<0.00390625>
        weight %z : u8[] = dense<0>
        %y = onnx.com.microsoft.QLinearSoftmax %x, %s, %z, %s, %z {axis = 0, opset = 13} : ?)",
     {128, 128, 128, 128}},
    {"AveragePoolOfChannelsLast",
     R"(weight %x : u8[1,2,2,1] = dense<[[[[4], [8]], [[12], [16]]]]>
        weight %s : f32[] = dense<1.0>
        weight %z : u8[] = dense<0>
        weight %ys : f32[] = dense<0.5>
        weight %yz : u8[] = dense<1>
        %y = onnx.com.microsoft.QLinearAveragePool %x, %s, %z, %ys, %yz {channels_last = 1, kernel_shape = [1, 2]} : ?)",
     {13, 29}},
    {"GlobalAveragePoolOfChannelsLast",
     R"(weight %x : u8[1,2,1,2] = dense<[[[[4, 8]], [[12, 16]]]]>
        weight %s : f32[] = dense<1.0>
        weight %z : u8[] = dense<0>
        weight %ys : f32[] = dense<0.5>
        weight %yz : u8[] = dense<1>
        %y = onnx.com.microsoft.QLinearGlobalAveragePool %x, %s, %z, %ys, %yz {channels_last = 1} : ?)",
     {17, 25}},
    {"Concat",
     R"(weight %a : u8[1] = dense<[2]>
        weight %b : u8[1] = dense<[3]>
        weight %half : f32[] = dense<0.5>
        weight %one : f32[] = dense<1.0>
        weight %two : f32[] = dense<2.0>
        weight %z : u8[] = dense<0>
        weight %bz : u8[] = dense<1>
        %y = onnx.com.microsoft.QLinearConcat %one, %z, %a, %half, %z, %b, %two, %bz {axis = 0} : ?)",
     {1, 4}},
    {"ReduceMean",
     R"(weight %x : u8[2,2] = dense<[[1, 3], [5, 9]]>
        weight %s : f32[] = dense<1.0>
        weight %z : u8[] = dense<1>
        weight %ys : f32[1] = dense<[0.5]>
        %y = onnx.com.microsoft.QLinearReduceMean %x, %s, %z, %ys, %z {axes = [1], keepdims = 0} : ?)",
     {3, 13}},
    {"Where",
     R"(weight %c : bool[2] = dense<[true, false]>
        weight %a : u8[2] = dense<[2, 4]>
        weight %b : u8[1] = dense<[3]>
        weight %half : f32[] = dense<0.5>
        weight %two : f32[] = dense<2.0>
        weight %z : u8[] = dense<1>
        %y = onnx.com.microsoft.QLinearWhere %c, %a, %half, %z, %b, %two, %z, %half, %z : ?)",
     {2, 9}},
    {"GemmWithAddend",
     R"(weight %a : u8[1,2] = dense<[[3, 5]]>
        weight %b : i8[1,2] = dense<[[2, 3]]>
        weight %c : i32[1] = dense<[4]>
        weight %half : f32[] = dense<0.5>
        weight %quarter : f32[] = dense<0.25>
        weight %az : u8[] = dense<1>
        weight %bz : i8[] = dense<0>
        weight %yz : u8[] = dense<3>
        %y = onnx.com.microsoft.QGemm %a, %half, %az, %b, %quarter, %bz, %c, %quarter, %yz {alpha = 0.5, transB = 1} : ?)",
     {8}},
    {"ConvOfChannelsLast",
     R"(weight %x : u8[1,2,1,2] = dense<[[[[3, 5]], [[1, 2]]]]>
        weight %w : u8[1,2,1,1] = dense<[[[[2]], [[1]]]]>
        weight %s : f32[] = dense<1.0>
        weight %z : u8[] = dense<0>
        %y = onnx.com.microsoft.QLinearConv %x, %s, %z, %w, %s, %z, %s, %z {channels_last = 1} : ?)",
     {11, 4}},
    {"ProductToFloat",
     R"(weight %a : u8[1,2] = dense<[[3, 5]]>
        weight %b : i8[2,1] = dense<[[2], [3]]>
        weight %half : f32[] = dense<0.5>
        weight %quarter : f32[1] = dense<[0.25]>
        weight %az : u8[] = dense<1>
        weight %c : f32[1] = dense<[0.5]>
        %y = onnx.com.microsoft.MatMulIntegerToFloat %a, %b, %half, %quarter, %az, _, %c : ?)",
     {2.5}},
    {"ProductQuantisedByItsRange",
     R"(weight %a : f32[1,2] = dense<[[0, 255]]>
        weight %b : u8[2,1] = dense<[[2], [3]]>
        weight %half : f32[] = dense<0.5>
        %y = onnx.com.microsoft.DynamicQuantizeMatMul %a, %b, %half : ?)",
     {382.5}},
    // The state counts as [255, 2]; the gates are what their biases are, the candidate is 2.
    {"RecurrenceOfBytes",
     R"(weight %x : f32[1,1,1] = dense<[[[0]]]>
        weight %w : i8[1,1,8] = dense<[[[0, 0, 0, 0, 0, 0, 0, 0]]]>
        weight %r : i8[1,2,8] = dense<[[[3, 3, 3, 3, 3, 3, 3, 3], [3, 3, 3, 3, 3, 3, 4, 3]]]>
        weight %b : f32[1,16] = dense<[[1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]>
        weight %h : f32[1,1,2] = dense<[[[255, 2.4]]]>
        weight %s : f32[1] = dense<[1]>
        weight %wz : i8[1] = dense<[0]>
        weight %rz : i8[1,8] = dense<[[3, 3, 3, 3, 3, 3, 3, 3]]>
        %y = onnx.com.microsoft.DynamicQuantizeLSTM %x, %w, %r, %b, _, %h, _, _, %s, %wz, %s, %rz {activations = ["Affine", "Affine", "Affine"], hidden_size = 2} : ?)",
     {2, 0}},
    {"MaxPoolOfChannelsLast",
     R"(weight %x : u8[1,2,1,2] = dense<[[[[3, 5]], [[7, 2]]]]>
        %y = onnx.com.microsoft.NhwcMaxPool %x {kernel_shape = [2, 1]} : ?)",
     {7, 5}},
};

const ByHand normalized[] = {
    {"Simplified",
     R"(weight %x : f32[1,2] = dense<[[3, 4]]>
        weight %g : f32[2] = dense<[1, 2]>
        %y = onnx.SimplifiedLayerNormalization %x, %g {epsilon = 3.5} : ?)",
     {0.75, 2}},
    {"InverseRoot",
     R"(weight %x : f32[1,2] = dense<[[3, 4]]>
        weight %g : f32[2] = dense<[1, 2]>
        %n, %y = onnx.SimplifiedLayerNormalization %x, %g {epsilon = 3.5} : ?, ?)",
     {0.25}},
    {"SkipSimplified",
     R"(weight %x : f32[1,2] = dense<[[1, 4]]>
        weight %s : f32[1,2] = dense<[[1, 0]]>
        weight %b : f32[2] = dense<[1, 0]>
        weight %g : f32[2] = dense<[1, 2]>
        %y = onnx.com.microsoft.SkipSimplifiedLayerNormalization %x, %s, %g, %b {epsilon = 3.5} : ?)",
     {0.75, 2}},
    {"SumOfSkipSimplified",
     R"(weight %x : f32[1,2] = dense<[[1, 4]]>
        weight %g : f32[2] = dense<[1, 2]>
        %n, _, _, %y = onnx.com.microsoft.SkipSimplifiedLayerNormalization %x, %x, %g, %g : ?, none, none, ?)",
     {3, 10}},
    {"Embeddings",
     R"(weight %i : i32[1,2] = dense<[[1, 0]]>
        weight %w : f32[2,2] = dense<[[1, 1], [4, 0]]>
        weight %p : f32[3,2] = dense<[[1, -1], [-1, 5], [9, 9]]>
        weight %g : f32[2] = dense<[1, 1]>
        weight %b : f32[2] = dense<[0, 1]>
        %y = onnx.com.microsoft.EmbedLayerNormalization %i, _, %w, %p, _, %g, %b {epsilon = 16.0} : ?)",
     {0.6, 0.4, -0.6, 1.6}},
    {"LengthsOfMasks",
     R"(weight %i : i32[2,2] = dense<[[1, 0], [0, 0]]>
        weight %w : f32[2,2] = dense<[[1, 1], [4, 0]]>
        weight %g : f32[2] = dense<[1, 1]>
        weight %m : i32[2,2] = dense<[[1, 0], [1, 1]]>
        %n, %y = onnx.com.microsoft.EmbedLayerNormalization %i, %i, %w, %w, %w, %g, %g, %m : ?, ?)",
     {1, 2}},
    {"Groups",
     R"(weight %x : f32[1,1,2,2] = dense<[[[[5, 0], [-1, 0]]]]>
        weight %g : f32[2] = dense<[1, 1]>
        weight %b : f32[2] = dense<[0, 1]>
        %y = onnx.com.microsoft.GroupNorm %x, %g, %b {groups = 2, activation = 0, epsilon = 16.0} : ?)",
     {0.6, 1, -0.6, 1}},
    {"GroupsWithSiLU",
     R"(weight %x : f32[1,2,1,1] = dense<[[[[1]], [[1]]]]>
        weight %g : f32[2] = dense<[1, 1]>
        weight %b : f32[2] = dense<[0, 1]>
        %y = onnx.com.microsoft.GroupNorm %x, %g, %b {groups = 2, activation = 1, channels_last = 0} : ?)",
     {0, 0.7310585786}},
    {"SkipGroups",
     R"(weight %x : f32[1,1,1,2] = dense<[[[[2, 0]]]]>
        weight %s : f32[1,2] = dense<[[2, -2]]>
        weight %g : f32[2] = dense<[1, 1]>
        weight %b : f32[2] = dense<[0, 0]>
        %y = onnx.com.microsoft.SkipGroupNorm %x, %g, %b, %s, %g {groups = 1, activation = 0, epsilon = 16.0} : ?)",
     {0.6, -0.6}},
};

// One head of two numbers and a scale of ln 3: a key that agrees with the query in one more place has
// three times the weight.
const ByHand attentions[] = {
    {"Keys",
     R"(weight %q : f32[1,1,2] = dense<[[[1, 0]]]>
        weight %k : f32[1,2,2] = dense<[[[1, 5], [0, 7]]]>
        weight %v : f32[1,2,2] = dense<[[[4, 0], [8, 4]]]>
        %y = onnx.com.microsoft.MultiHeadAttention %q, %k, %v {num_heads = 1, scale = 1.0986122886681098} : ?)",
     {5, 1}},
    {"KeysOfThePast",
     R"(weight %q : f32[1,1,2] = dense<[[[1, 0]]]>
        weight %p : f32[1,1,1,2] = dense<[[[[1, 5]]]]>
        weight %k : f32[1,1,2] = dense<[[[0, 7]]]>
        weight %u : f32[1,1,1,2] = dense<[[[[4, 0]]]]>
        weight %v : f32[1,1,2] = dense<[[[8, 4]]]>
        %y = onnx.com.microsoft.MultiHeadAttention %q, %k, %v, _, _, _, %p, %u {num_heads = 1, scale = 1.0986122886681098} : ?)",
     {5, 1}},
    {"MaskedKey",
     R"(weight %q : f32[1,1,2] = dense<[[[1, 0]]]>
        weight %k : f32[1,2,2] = dense<[[[1, 5], [0, 7]]]>
        weight %v : f32[1,2,2] = dense<[[[4, 0], [8, 4]]]>
        weight %m : i32[1,2] = dense<[[0, 1]]>
        %y = onnx.com.microsoft.MultiHeadAttention %q, %k, %v, _, %m {num_heads = 1} : ?)",
     {8, 4}},
    {"ProjectionsByOneMatrix",
     R"(weight %x : f32[1,2,1] = dense<[[[1], [0]]]>
        weight %w : f32[1,6] = dense<[[1, 0, 1, 0, 4, 0]]>
        weight %b : f32[6] = dense<[0, 0, 0, 9, 0, 2]>
        %y = onnx.com.microsoft.Attention %x, %w, %b {num_heads = 1, scale = 1.0986122886681098} : ?)",
     {3, 2, 2, 2}},
    {"KeysUpToTheQuery",
     R"(weight %x : f32[1,2,1] = dense<[[[0], [1]]]>
        weight %w : f32[1,6] = dense<[[1, 0, 1, 0, 4, 0]]>
        %y = onnx.com.microsoft.Attention %x, %w {num_heads = 1, scale = 1.0986122886681098, unidirectional = 1} : ?)",
     {0, 0, 3, 0}},
    {"KeysUpToALength",
     R"(weight %x : f32[1,2,1] = dense<[[[0], [1]]]>
        weight %w : f32[1,6] = dense<[[1, 0, 1, 0, 4, 0]]>
        weight %m : i32[1] = dense<[1]>
        %y = onnx.com.microsoft.Attention %x, %w, _, %m {num_heads = 1} : ?)",
     {0, 0, 0, 0}},
    {"KeysBetweenEndAndStart",
     R"(weight %x : f32[1,2,1] = dense<[[[0], [1]]]>
        weight %w : f32[1,6] = dense<[[1, 0, 1, 0, 4, 0]]>
        weight %m : i32[2] = dense<[2, 1]>
        %y = onnx.com.microsoft.Attention %x, %w, _, %m {num_heads = 1} : ?)",
     {4, 0, 4, 0}},
    {"WhatIsKeptForNextTime",
     R"(weight %x : f32[1,1,1] = dense<[[[2]]]>
        weight %w : f32[1,3] = dense<[[1, 3, 5]]>
        weight %p : f32[2,1,1,1,1] = dense<[[[[[7]]]], [[[[8]]]]]>
        %z, %y = onnx.com.microsoft.Attention %x, %w, _, _, %p {num_heads = 1} : ?, ?)",
     {7, 6, 8, 10}},
    {"QuantisedProjections",
     R"(weight %x : u8[1,2,1] = dense<[[[3], [1]]]>
        weight %w : i8[1,6] = dense<[[1, 0, 1, 0, 4, 0]]>
        weight %b : f32[6] = dense<[0, 0, 0, 9, 0, 2]>
        weight %half : f32[] = dense<0.5>
        weight %one : f32[] = dense<1.0>
        weight %z : u8[] = dense<1>
        %y = onnx.com.microsoft.QAttention %x, %w, %b, %half, %one, _, %z {num_heads = 1, scale = 1.0986122886681098} : ?)",
     {3, 2, 2, 2}},
    {"HeadsThatShareKeys",
     R"(weight %q : f32[1,1,2] = dense<[[[1, 0]]]>
        weight %k : f32[1,1,1] = dense<[[[0]]]>
        weight %v : f32[1,1,1] = dense<[[[8]]]>
        weight %p : f32[1,1,1,1] = dense<[[[[1]]]]>
        weight %u : f32[1,1,1,1] = dense<[[[[4]]]]>
        weight %n : i32[1] = dense<[1]>
        weight %t : i32[] = dense<2>
        %y = onnx.com.microsoft.GroupQueryAttention %q, %k, %v, %p, %u, %n, %t {num_heads = 2, kv_num_heads = 1, scale = 1.0986122886681098} : ?)",
     {5, 6}},
    {"RowsOfACache",
     R"(weight %q : f32[2,1,1] = dense<[[[1]], [[1]]]>
        weight %k : f32[2,1,1] = dense<[[[8]], [[9]]]>
        weight %p : f32[2,1,3,1] = dense<[[[[1], [2], [3]]], [[[4], [5], [6]]]]>
        weight %n : i32[2] = dense<[1, 2]>
        weight %t : i32[] = dense<3>
        %z, %y = onnx.com.microsoft.GroupQueryAttention %q, %k, %k, %p, %p, %n, %t {num_heads = 1, kv_num_heads = 1} : ?, ?)",
     {1, 8, 0, 4, 5, 9}},
    {"KeysOfAWindow",
     R"(weight %q : f32[1,2,1] = dense<[[[1], [1]]]>
        weight %v : f32[1,2,1] = dense<[[[4], [8]]]>
        weight %n : i32[1] = dense<[1]>
        weight %t : i32[] = dense<2>
        %y = onnx.com.microsoft.GroupQueryAttention %q, %q, %v, _, _, %n, %t {num_heads = 1, kv_num_heads = 1, local_window_size = 1} : ?)",
     {4, 8}},
    {"Rotation",
     R"(weight %x : f32[1,2,5] = dense<[[[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]]>
        weight %p : i64[1] = dense<[1]>
        weight %c : f32[3,2] = dense<[[9, 9], [0, 1], [2, 0]]>
        weight %s : f32[3,2] = dense<[[9, 9], [1, 0], [0, 3]]>
        %y = onnx.com.microsoft.RotaryEmbedding %x, %p, %c, %s {num_heads = 1, rotary_embedding_dim = 4} : ?)",
     {-3, 2, 1, 4, 5, 2, -12, 6, 6, 5}},
    {"RotationOfNeighbours",
     R"(weight %x : f32[1,1,1,4] = dense<[[[[1, 2, 3, 4]]]]>
        weight %p : i64[1,1] = dense<[[1]]>
        weight %c : f32[2,2] = dense<[[9, 9], [0, 1]]>
        weight %s : f32[2,2] = dense<[[9, 9], [1, 0]]>
        %y = onnx.com.microsoft.RotaryEmbedding %x, %p, %c, %s {interleaved = 1} : ?)",
     {-2, 1, 3, 4}},
};

const ByHand packed[] = {
    {"ProductWithHalfBytes",
     R"(weight %a : f32[1,3] = dense<[[1, 2, 1]]>
        weight %b : u8[1,1,4] = dense<[[[165, 9, 0, 0]]]>
        weight %s : f32[1,1] = dense<[[0.5]]>
        weight %c : f32[1] = dense<[10]>
        %y = onnx.com.microsoft.MatMulNBits %a, %b, %s, _, _, %c {K = 3, N = 1, bits = 4, block_size = 8} : ?)",
     {11}},
    {"ProductWithZeroPoints",
     R"(weight %a : f32[1,9] = dense<[[1, 2, 0, 0, 0, 0, 0, 0, 1]]>
        weight %b : u8[1,2,4] = dense<[[[165, 0, 0, 0], [3, 0, 0, 0]]]>
        weight %s : f32[1,2] = dense<[[0.5, 2]]>
        weight %z : u8[1,1] = dense<[[18]]>
        %y = onnx.com.microsoft.MatMulNBits %a, %b, %s, %z {K = 9, N = 1, bits = 4, block_size = 8} : ?)",
     {13.5}},
    {"ProductWithRealZeroPoints",
     R"(weight %a : f32[1,4] = dense<[[1, 1, 1, 2]]>
        weight %b : u8[1,1,2] = dense<[[[228, 0]]]>
        weight %s : f32[1,1] = dense<[[2]]>
        weight %z : f32[1,1] = dense<[[0.5]]>
        %y = onnx.com.microsoft.MatMulNBits %a, %b, %s, %z {K = 4, N = 1, bits = 2, block_size = 8} : ?)",
     {13}},
    {"SlicesOfBytes",
     R"(weight %t : u8[2,2] = dense<[[1, 2], [130, 126]]>
        weight %i : i64[1] = dense<[1]>
        weight %s : f32[2,1] = dense<[[1], [0.5]]>
        %y = onnx.com.microsoft.GatherBlockQuantized %t, %i, %s {bits = 8, block_size = 16} : ?)",
     {1, -1}},
    {"SlicesOfHalfBytes",
     R"(weight %t : u8[2,1] = dense<[[0], [165]]>
        weight %i : i64[1] = dense<[1]>
        weight %s : f32[2,1] = dense<[[1], [0.5]]>
        weight %z : u8[2,1] = dense<[[0], [4]]>
        %y = onnx.com.microsoft.GatherBlockQuantized %t, %i, %s, %z {block_size = 16} : ?)",
     {0.5, 3}},
    {"QuantisedEmbeddings",
     R"(weight %i : i32[1,1] = dense<[[1]]>
        weight %w : u8[2,2] = dense<[[0, 0], [8, 2]]>
        weight %p : u8[1,2] = dense<[[4, 0]]>
        weight %g : u8[2] = dense<[2, 2]>
        weight %b : u8[2] = dense<[1, 2]>
        weight %half : f32[] = dense<0.5>
        weight %one : f32[] = dense<1.0>
        weight %z : u8[] = dense<1>
        %y = onnx.com.microsoft.QEmbedLayerNormalization %i, _, %w, %p, _, %g, %b, _, %half, %one, _, %one, %one, %z, %z, _, %z, %z {epsilon = 16.0} : ?)",
     {3.5 / 5.3150729063673246, 1 - 3.5 / 5.3150729063673246}},
};

const ByHand variants[] = {
    {"LowerTriangle",
     R"(weight %x : f32[2,2] = dense<[[1, 2], [3, 4]]>
        %y = onnx.com.microsoft.Trilu %x {upper = 0} : ?)",
     {1, 0, 3, 4}},
    {"PadsInARow",
     R"(weight %x : f32[2] = dense<[1, 2]>
        weight %p : i64[1,2] = dense<[[1, 0]]>
        weight %v : f32[1] = dense<[5]>
        %y = onnx.com.microsoft.Pad %x, %p, %v : ?)",
     {5, 1, 2}},
    {"RangeByOnes",
     R"(weight %a : i64[1] = dense<[2]>
        weight %b : i64[1] = dense<[5]>
        %y = onnx.com.microsoft.Range %a, %b : ?)",
     {2, 3, 4}},
    {"CountsOfUniqueValues",
     R"(weight %x : f32[6] = dense<[2, 1, 1, 3, 4, 3]>
        %a, %b, %y = onnx.com.microsoft.Unique %x : ?, ?, ?)",
     {1, 2, 2, 1}},
    {"IndicesOfUniqueValues",
     R"(weight %x : f32[6] = dense<[2, 1, 1, 3, 4, 3]>
        %a, %y = onnx.com.microsoft.Unique %x : ?, ?)",
     {0, 1, 1, 2, 3, 2}},
    {"Slices",
     R"(weight %x : f32[2,2] = dense<[[0, 1], [2, 3]]>
        weight %i : i64[2,2] = dense<[[0, 0], [1, 1]]>
        %y = onnx.com.microsoft.GatherND %x, %i : ?)",
     {0, 3}},
    {"ExpandedDims",
     R"(weight %x : f32[2] = dense<[1, 2]>
        weight %a : i32[] = dense<1>
        %z = onnx.com.microsoft.ExpandDims %x, %a : ?
        %y = onnx.Shape %z : ?)",
     {2, 1}},
    {"Distances",
     R"(weight %a : f32[1,2] = dense<[[1, 1]]>
        weight %b : f32[2,2] = dense<[[4, 5], [1, 3]]>
        %y = onnx.com.microsoft.CDist %a, %b {metric = "euclidean"} : ?)",
     {5, 2}},
    {"ConvOfNeighboursLast",
     R"(weight %x : f32[1,1,2,2] = dense<[[[[1, 2], [3, 4]]]]>
        weight %w : f32[1,2,1,1] = dense<[[[[1]], [[-2]]]]>
        weight %b : f32[1] = dense<[1]>
        weight %z : f32[1,1,2,1] = dense<[[[[4], [1]]]]>
        %y = onnx.com.microsoft.NhwcFusedConv %x, %w, %b, %z {activation = "Relu"} : ?)",
     {2, 0}},
    {"PadsOfATransposedConv",
     R"(weight %x : f32[1,1,2] = dense<[[[1, 2]]]>
        weight %w : f32[1,1,2] = dense<[[[1, 10]]]>
        weight %p : i64[2] = dense<[1, 0]>
        %y = onnx.com.microsoft.ConvTransposeWithDynamicPads %x, %w, %p : ?)",
     {12, 20}},
};

std::string nameOf(const testing::TestParamInfo<ByHand> &info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Quantized, Microsoft, testing::ValuesIn(quantized), nameOf);
INSTANTIATE_TEST_SUITE_P(Normalized, Microsoft, testing::ValuesIn(normalized), nameOf);
INSTANTIATE_TEST_SUITE_P(Attentions, Microsoft, testing::ValuesIn(attentions), nameOf);
INSTANTIATE_TEST_SUITE_P(Packed, Microsoft, testing::ValuesIn(packed), nameOf);
INSTANTIATE_TEST_SUITE_P(Variants, Microsoft, testing::ValuesIn(variants), nameOf);

/// Diagnostics of one op without operands.
std::string complaintAbout(const std::string &op) {
  Caught diags;
  auto module =
      parsed("graph @f() dialect(\"onnx\", opset = 17, \"com.microsoft\" = 1) { %y = onnx." + op +
                 " : ? return %y }",
             diags);
  if (module) {
    EXPECT_TRUE(failed(legalize(*module, *module->graphs()[0]))) << op;
  }
  return diags.text;
}

TEST(MicrosoftErrors, OperandsThatAreMissing) {
  for (const char *op : {"QLinearAdd",
                         "QLinearMul",
                         "QLinearSigmoid",
                         "QLinearLeakyRelu",
                         "QLinearSoftmax",
                         "QLinearAveragePool",
                         "QLinearGlobalAveragePool",
                         "QLinearConcat",
                         "QLinearReduceMean",
                         "QLinearWhere",
                         "QGemm",
                         "QLinearConv",
                         "MatMulIntegerToFloat",
                         "DynamicQuantizeMatMul",
                         "DynamicQuantizeLSTM",
                         "NhwcMaxPool",
                         "SkipSimplifiedLayerNormalization",
                         "EmbedLayerNormalization",
                         "GroupNorm",
                         "SkipGroupNorm",
                         "FusedConv",
                         "FusedGemm",
                         "FusedMatMul",
                         "Gelu",
                         "BiasGelu",
                         "FastGelu",
                         "QuickGelu",
                         "Attention",
                         "QAttention",
                         "MultiHeadAttention",
                         "RotaryEmbedding",
                         "GroupQueryAttention",
                         "SkipLayerNormalization",
                         "QuantizeLinear",
                         "DequantizeLinear",
                         "MatMulNBits",
                         "GatherBlockQuantized",
                         "QEmbedLayerNormalization",
                         "Trilu",
                         "Pad",
                         "Range",
                         "Unique",
                         "GatherND",
                         "ExpandDims",
                         "CDist",
                         "NhwcConv",
                         "NhwcFusedConv",
                         "GridSample",
                         "TransposeMatMul",
                         "ConvTransposeWithDynamicPads"})
    EXPECT_NE(complaintAbout(std::string("com.microsoft.") + op), "") << op;
  EXPECT_NE(complaintAbout("SimplifiedLayerNormalization"), "");
  EXPECT_NE(complaintAbout("Softmax"), "");
}

TEST(MicrosoftErrors, ConcatenationWithoutTriples) {
  EXPECT_NE(complaintAbout("com.microsoft.QLinearConcat {axis = 0}").find("operand 0"),
            std::string::npos);
}

TEST(MicrosoftErrors, SizesThatDoNotFit) {
  auto complaint = [](const std::string &body) {
    Caught diags;
    auto module = parsed("graph @f(%x: f32[2,3,4], %w: f32[4,6], %p: i64[1], %c: f32[9,2]) dialect("
                         "\"onnx\", opset = 17, \"com.microsoft\" = 1) { %y = onnx.com.microsoft." +
                             body + " : ? return %y }",
                         diags);
    EXPECT_TRUE(module && failed(legalize(*module, *module->graphs()[0]))) << body;
    return diags.text;
  };
  for (const char *body :
       {"Attention %x, %w", "Attention %x, %w {num_heads = 0}", "Attention %x, %w {num_heads = 4}",
        "Attention %x, %w {num_heads = 1, qkv_hidden_sizes = [2, 2, 9223372036854775807]}",
        "Attention %x, %w {num_heads = 1, qkv_hidden_sizes = [4, 4, -2]}",
        "Attention %x, %w {num_heads = 2, do_rotary = 1}",
        "Attention %x, %w, _, %x {num_heads = 9223372036854775807}",
        "MultiHeadAttention %x, %x, %w {num_heads = 2}", "MultiHeadAttention %x {num_heads = 2}",
        "MultiHeadAttention %x, %x, %x {num_heads = 3}",
        "RotaryEmbedding %x, %p, %c, %c {num_heads = 3, rotary_embedding_dim = 4}",
        "RotaryEmbedding %x, %p, %c, %c {num_heads = 1, rotary_embedding_dim = "
        "9223372036854775807}",
        "RotaryEmbedding %w, %p, %c, %c"})
    EXPECT_NE(complaint(body), "") << body;
}

} // namespace
} // namespace fixcon

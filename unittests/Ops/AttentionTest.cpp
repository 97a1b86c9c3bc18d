// Attention in its forms, against its formula written out on small operands.
#include "OpUnderTest.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace fixcon;

namespace {

using List = std::vector<double>;
const Type absent = Type::none();

/// [1, 1, length, 1]
Tensor column(const List &values) {
  return Tensor::of({1, 1, static_cast<int64_t>(values.size()), 1}, values);
}

/// The mean of the values with weights exp(score).
double mean(const List &scores, const List &values) {
  double sum = 0, weights = 0;
  for (size_t i = 0; i < scores.size(); ++i)
    sum += std::exp(scores[i]) * values[i], weights += std::exp(scores[i]);
  return sum / weights;
}

const Tensor q = column({1, 2}), k = column({0.5, -1}), v = column({10, 20});

} // namespace

TEST(Attention, ScoresWeighValues) {
  expectNear(computed("attention", {}, q, k, v),
             {mean({0.5, -1}, {10, 20}), mean({1, -2}, {10, 20})});
  expectNear(computed("attention", attrs({{"scale", 2.0}}), q, k, v),
             {mean({1, -2}, {10, 20}), mean({2, -4}, {10, 20})});
  expectNear(computed("attention", attrs({{"softcap", 3.0}}), q, k, v),
             {mean({3 * std::tanh(0.5 / 3), 3 * std::tanh(-1. / 3)}, {10, 20}),
              mean({3 * std::tanh(1. / 3), 3 * std::tanh(-2. / 3)}, {10, 20})});
}

TEST(Attention, Masks) {
  Tensor allowed = Tensor::of<bool>({2, 2}, {true, false, false, false});
  expectNear(computed("attention", {}, q, k, v, allowed), {10, 0});
  Tensor added = floats({1, 2}, {0, 3});
  expectNear(computed("attention", {}, q, k, v, added),
             {mean({0.5, 2}, {10, 20}), mean({1, 1}, {10, 20})});
  Tensor shorter = Tensor::of<bool>({1}, {true});
  expectNear(computed("attention", {}, q, k, v, shorter), {10, 10});
  expectNear(computed("attention", attrs({{"is_causal", 1}}), q, k, v),
             {10, mean({1, -2}, {10, 20})});
  AttrDict window = attrs({{"left_window_size", 0}});
  expectNear(computed("attention", window, q, k, v), {mean({0.5, -1}, {10, 20}), 20});
  AttrDict right = attrs({{"right_window_size", 0}});
  expectNear(computed("attention", right, q, k, v), {10, mean({1, -2}, {10, 20})});
}

TEST(Attention, Caches) {
  AttrDict causal = attrs({{"is_causal", 1}});
  OpUnderTest inside("attention", causal, 4);
  inside.operand(column({1})).operand(column({-1})).operand(column({20})).operand(absent);
  auto results = inside.operand(column({0.5})).operand(column({10})).run();
  ASSERT_EQ(results.size(), 4u) << inside.message;
  expectNear(results[0].toDoubles(), {mean({0.5, -1}, {10, 20})});
  EXPECT_EQ(results[1].toDoubles(), (List{0.5, -1}));
  EXPECT_EQ(results[2].toDoubles(), (List{10, 20}));
  EXPECT_EQ(results[3].toDoubles(), (List{0.5, -1}));
  expectNear(computed("attention", {}, q, k, v, absent, absent, absent, ints({1})), {10, 10});
  // One valid key for two queries: the first stands before it and sees nothing.
  expectNear(computed("attention", causal, q, k, v, absent, absent, absent, ints({1})), {0, 10});
}

TEST(Attention, HeadsShareKeysAndMayBePacked) {
  AttrDict heads = attrs({{"q_num_heads", 2}, {"kv_num_heads", 1}});
  Tensor packed = Tensor::of<double>({1, 1, 2}, {1, 2});
  Tensor keys = Tensor::of<double>({1, 2, 1}, {0.5, -1});
  Tensor values = Tensor::of<double>({1, 2, 1}, {10, 20});
  expectNear(computed("attention", heads, packed, keys, values),
             {mean({0.5, -1}, {10, 20}), mean({1, -2}, {10, 20})});
}

TEST(Attention, Types) {
  Dim n = Dim::symbol("N"), s = Dim::symbol("S");
  OpUnderTest test("attention", {}, 4);
  test.operand(Type::tensor(DType::F32, Dims{n, 4, 3, 8}))
      .operand(Type::tensor(DType::F32, Dims{n, 2, s, 8}));
  test.operand(Type::tensor(DType::F16, Dims{n, 2, s, 5}));
  EXPECT_EQ(test.infer(), "f32[N,4,3,5] f32[N,2,S,8] f16[N,2,S,5] f32[N,4,3,S]");
  OpUnderTest packed("attention", attrs({{"q_num_heads", 4}, {"kv_num_heads", 2}}));
  packed.operand(Type::tensor(DType::F32, Dims{n, 3, 32}))
      .operand(Type::tensor(DType::F32, Dims{n, s, 16}));
  EXPECT_EQ(packed.operand(Type::tensor(DType::F32, Dims{n, s, 10})).infer().substr(0, 11),
            "f32[N,3,20]");
}

TEST(Attention, Constraints) {
  auto with = [](const char *name, int64_t value) { return attrs({{name, value}}); };
  rejects("attention_c1", "attention", with("left_window_size", -2), q, k, v);
  rejects("attention_c1", "attention", with("qk_matmul_output_mode", 4), q, k, v);
  rejects("attention_c1", "attention", attrs({{"softmax_precision", "i64"}}), q, k, v);
  rejects("attention_c2", "attention", {}, q, ramp({1, 2, 1}).converted(q.dtype()), v);
  rejects("attention_c3", "attention", {}, ramp({1, 2, 1}), ramp({1, 2, 1}), ramp({1, 2, 1}));
  rejects("attention_c4", "attention", {}, q, k, column({1}));
  rejects("attention_c4", "attention", {}, ramp({1, 3, 2, 1}), ramp({1, 2, 2, 1}),
          ramp({1, 2, 2, 1}));
  rejects("attention_c5", "attention", {}, q, k, v, absent, k);
  rejects("attention_c5", "attention", {}, q, k, v, absent, k, v, ints({1}));
  rejects("attention_c6", "attention", {}, q, k, v, absent, k, column({1}));
  rejects("attention_c7", "attention", {}, q, k, v, ramp({3, 2}));
  rejects("attention_c7", "attention", {}, q, k, v, ramp({2, 3}));
  rejects("attention_c8", "attention", {}, q, k, v, absent, absent, absent, ints({1, 1}));
  rejects("attention_c8", "attention", {}, q, k, v, absent, absent, absent, ints({3}));
}

// Heads of keys [1] and values [1]: S is one number.
TEST(LinearAttention, Rules) {
  auto packed = [](const List &x) { return Tensor::of({1, static_cast<int64_t>(x.size()), 1}, x); };
  auto run = [&](const char *rule, const Tensor *decay, const Tensor *beta) {
    OpUnderTest test("linear_attention",
                     attrs({{"update_rule", rule}, {"q_num_heads", 1}, {"kv_num_heads", 1}}), 2);
    test.operand(packed({1, 2})).operand(packed({3, 4})).operand(packed({5, 6}));
    test.operand(column({1}));
    decay ? test.operand(*decay) : test.operand(absent);
    if (beta)
      test.operand(*beta);
    auto results = test.run();
    if (results.empty())
      return List{};
    List all = results[0].toDoubles();
    all.push_back(results[1].toDouble(0));
    return all;
  };
  Tensor decay = packed({std::log(0.5), std::log(0.25)}), beta = packed({0.5, 0.25});
  double s = 1 + 3 * 5;
  expectNear(run("linear", nullptr, nullptr), {s, 2 * (s + 24), s + 24});
  s = 0.5 + 15;
  expectNear(run("gated", &decay, nullptr), {s, 2 * (s / 4 + 24), s / 4 + 24});
  s = 1 + 3 * 0.5 * (5 - 1 * 3);
  double t = s + 4 * 0.25 * (6 - s * 4);
  expectNear(run("delta", nullptr, &beta), {s, 2 * t, t});
  s = 0.5 + 3 * 0.5 * (5 - 0.5 * 3);
  t = s / 4 + 4 * 0.25 * (6 - s / 4 * 4);
  expectNear(run("gated_delta", &decay, &beta), {s, 2 * t, t});
}

TEST(LinearAttention, Constraints) {
  AttrDict one = attrs({{"update_rule", "linear"}, {"q_num_heads", 1}, {"kv_num_heads", 1}});
  AttrDict two = attrs({{"update_rule", "linear"}, {"q_num_heads", 1}, {"kv_num_heads", 2}});
  AttrDict gated = attrs({{"update_rule", "gated"}, {"q_num_heads", 1}, {"kv_num_heads", 1}});
  Tensor x = ramp({1, 2, 2}), longer = ramp({1, 3, 2});
  rejects("linear_attention_c1", "linear_attention", two, x, x, x);
  rejects("linear_attention_c2", "linear_attention", gated, x, x, x);
  rejects("linear_attention_c3", "linear_attention", one, x, ramp({1, 2}), x);
  rejects("linear_attention_c4", "linear_attention", one, x, longer, x);
  rejects("linear_attention_c4", "linear_attention", one, x, x, x, ramp({1, 1, 2, 3}));
  rejects("linear_attention_c4", "linear_attention", gated, x, x, x, absent, ramp({1, 2, 3}));
}

TEST(RotaryEmbedding, PairsTurn) {
  Tensor x = Tensor::of<double>({1, 1, 1, 4}, {1, 2, 3, 4});
  Tensor cosines = Tensor::of<double>({1, 1, 2}, {0.6, 0}),
         sines = Tensor::of<double>({1, 1, 2}, {0.8, 1});
  expectNear(computed("rotary_embedding", {}, x, cosines, sines),
             {0.6 * 1 - 0.8 * 3, -4, 0.8 * 1 + 0.6 * 3, 2});
  expectNear(computed("rotary_embedding", attrs({{"interleaved", 1}}), x, cosines, sines),
             {0.6 * 1 - 0.8 * 2, 0.8 * 1 + 0.6 * 2, -4, 3});
  AttrDict part = attrs({{"rotary_embedding_dim", 2}, {"num_heads", 2}});
  Tensor rows = Tensor::of<double>({2, 1}, {1, 0}), turns = Tensor::of<double>({2, 1}, {0, 1});
  Tensor packed = Tensor::of<double>({1, 2, 6}, {1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6});
  Tensor at = Tensor::of<int64_t>({1, 2}, {1, 0});
  expectNear(computed("rotary_embedding", part, packed, rows, turns, at),
             {-2, 1, 3, -5, 4, 6, 1, 2, 3, 4, 5, 6});
}

TEST(RotaryEmbedding, Constraints) {
  Tensor x = ramp({1, 1, 1, 4}), cache = ramp({1, 1, 2}), rows = ramp({2, 2});
  const char *op = "rotary_embedding";
  rejects("rotary_embedding_c1", op, {}, ramp({1, 4}), cache, cache);
  rejects("rotary_embedding_c2", op, {}, ramp({1, 1, 4}), cache, cache);
  rejects("rotary_embedding_c3", op, attrs({{"rotary_embedding_dim", 6}}), x, cache, cache);
  rejects("rotary_embedding_c3", op, {}, ramp({1, 1, 1, 3}), cache, cache);
  rejects("rotary_embedding_c4", op, {}, x, cache, ramp({1, 1, 3}));
  rejects("rotary_embedding_c5", op, {}, x, rows, rows, ints({0}));
  rejects("rotary_embedding_c6", op, {}, x, rows, rows, Tensor::of<int64_t>({1, 1}, {2}));
}

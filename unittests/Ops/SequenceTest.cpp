// Ops on sequences: values from the ONNX definition, one violation for each constraint, and what is
// only seen when the op runs.
#include "OpUnderTest.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

const Type anyFloat = Type::unranked(DType::F32);

Datum list(const std::vector<Tensor> &tensors, Type element = anyFloat) {
  std::vector<Datum> elements;
  for (const Tensor &tensor : tensors)
    elements.push_back(OpUnderTest::wide(tensor));
  return Datum::sequence(std::move(element), std::move(elements));
}

/// Lists of one float each.
Datum numbers(const std::vector<double> &values) {
  std::vector<Tensor> tensors;
  for (double value : values)
    tensors.push_back(floats({1}, {value}));
  return list(tensors);
}

/// All elements one behind the other, each in brackets; or the error.
template <class... Operands>
std::string run(const char *op, AttrDict a, const Operands &...operands) {
  OpUnderTest test(op, std::move(a));
  (test.operand(operands), ...);
  auto results = test.runData();
  if (results.empty())
    return test.message;
  std::string text;
  auto append = [&](const Tensor &tensor) {
    text += str(tensor.shape()) + "[";
    for (double value : tensor.toDoubles())
      text += " " + std::to_string(static_cast<int>(value));
    text += " ]";
  };
  if (results[0].isTensor())
    append(results[0].tensor());
  else
    for (const Datum &element : results[0].elements())
      append(element.tensor());
  return text;
}

template <class... Operands>
std::string infer(const char *op, AttrDict a, const Operands &...operands) {
  OpUnderTest test(op, std::move(a));
  (test.operand(operands), ...);
  return test.infer();
}

Tensor at(int64_t position) { return Tensor::scalar(position); }

void expectLabel(const std::string &message, const std::string &label) {
  EXPECT_EQ(message.substr(0, label.size() + 2), "[" + label + "]");
}

} // namespace

TEST(Sequence, TypesFollowFromAllElements) {
  EXPECT_EQ(infer("sequence_construct", {}, ramp({2, 3}), ramp({2, 3})), "seq<f32[2,3]>");
  EXPECT_EQ(infer("sequence_construct", {}, ramp({2, 3}), ramp({2, 4})), "seq<f32[2,?]>");
  EXPECT_EQ(infer("sequence_construct", {}, ramp({2}), ramp({2, 4})), "seq<f32[*]>");
  Type rows = Type::sequence(Type::tensor(DType::F32, Dims{Dim::symbol("N"), 2}));
  EXPECT_EQ(infer("sequence_insert", {}, rows, ramp({3, 2})), "seq<f32[?,2]>");
  EXPECT_EQ(infer("sequence_erase", {}, rows), "seq<f32[N,2]>");
  EXPECT_EQ(infer("sequence_at", {}, rows, at(0)), "f32[N,2]");
  EXPECT_EQ(infer("sequence_length", {}, rows), "i64[]");
  EXPECT_EQ(infer("sequence_empty", attrs({{"dtype", "i64"}})), "seq<i64[*]>");
  EXPECT_EQ(infer("concat_from_sequence", attrs({{"axis", 0}}), rows), "f32[?,2]");
  EXPECT_EQ(infer("concat_from_sequence", attrs({{"axis", -1}, {"new_axis", 1}}), rows),
            "f32[N,2,?]");
  Type open = Type::tensor(DType::F32, Dims{4, Dim::symbol("N")});
  EXPECT_EQ(infer("split_to_sequence", {}, open), "seq<f32[1,N]>");
  EXPECT_EQ(infer("split_to_sequence", attrs({{"keepdims", 0}}), open), "seq<f32[N]>");
  EXPECT_EQ(infer("split_to_sequence", attrs({{"axis", 1}}), open, at(2)), "seq<f32[4,?]>");
}

TEST(Sequence, ElementsAreTakenAndPut) {
  Datum three = numbers({1, 2, 3});
  Tensor nine = floats({1}, {9});
  EXPECT_EQ(run("sequence_construct", {}, ramp({2}), nine), "2[ 0 1 ]1[ 9 ]");
  EXPECT_EQ(run("sequence_empty", {}), "");
  EXPECT_EQ(run("sequence_length", {}, three), "scalar[ 3 ]");
  EXPECT_EQ(run("sequence_at", {}, three, at(0)), "1[ 1 ]");
  EXPECT_EQ(run("sequence_at", {}, three, at(-1)), "1[ 3 ]");
  EXPECT_EQ(run("sequence_insert", {}, three, nine), "1[ 1 ]1[ 2 ]1[ 3 ]1[ 9 ]");
  EXPECT_EQ(run("sequence_insert", {}, three, nine, at(1)), "1[ 1 ]1[ 9 ]1[ 2 ]1[ 3 ]");
  EXPECT_EQ(run("sequence_insert", {}, three, nine, at(-3)), "1[ 9 ]1[ 1 ]1[ 2 ]1[ 3 ]");
  EXPECT_EQ(run("sequence_insert", {}, three, nine, at(3)), "1[ 1 ]1[ 2 ]1[ 3 ]1[ 9 ]");
  EXPECT_EQ(run("sequence_erase", {}, three), "1[ 1 ]1[ 2 ]");
  EXPECT_EQ(run("sequence_erase", {}, three, at(-2)), "1[ 1 ]1[ 3 ]");
  EXPECT_EQ(run("identity", {}, three), "1[ 1 ]1[ 2 ]1[ 3 ]");
}

TEST(Sequence, PositionsLieInside) {
  Datum two = numbers({1, 2});
  Tensor nine = floats({1}, {9});
  EXPECT_EQ(run("sequence_at", {}, two, at(2)), "[sequence_at_run] position 2 in a sequence of 2");
  EXPECT_EQ(run("sequence_at", {}, two, at(-3)),
            "[sequence_at_run] position -3 in a sequence of 2");
  EXPECT_EQ(run("sequence_at", {}, two, at(INT64_MIN)).substr(0, 26), "[sequence_at_run] position");
  EXPECT_EQ(run("sequence_insert", {}, two, nine, at(3)),
            "[sequence_insert_run] position 3 in a sequence of 2");
  EXPECT_EQ(run("sequence_erase", {}, two, at(2)),
            "[sequence_erase_run] position 2 in a sequence of 2");
  EXPECT_EQ(run("sequence_erase", {}, numbers({})), "[sequence_erase_run] the sequence is empty");
}

TEST(Sequence, TensorsAreSplit) {
  Tensor x = ramp({3, 2});
  EXPECT_EQ(run("split_to_sequence", {}, x), "1x2[ 0 1 ]1x2[ 2 3 ]1x2[ 4 5 ]");
  EXPECT_EQ(run("split_to_sequence", attrs({{"keepdims", 0}, {"axis", -1}}), x),
            "3[ 0 2 4 ]3[ 1 3 5 ]");
  EXPECT_EQ(run("split_to_sequence", attrs({{"keepdims", 0}}), x, at(2)),
            "2x2[ 0 1 2 3 ]1x2[ 4 5 ]");
  EXPECT_EQ(run("split_to_sequence", {}, x, ints({1, 2})), "1x2[ 0 1 ]2x2[ 2 3 4 5 ]");
  EXPECT_EQ(run("split_to_sequence", {}, x, ints({1, 1})),
            "[split_to_sequence_run] parts of 2 elements of 3");
  EXPECT_EQ(run("split_to_sequence", {}, x, ints({-1, 4})),
            "[split_to_sequence_run] a part of -1 elements");
  EXPECT_EQ(run("split_to_sequence", {}, x, at(0)), "[split_to_sequence_run] parts of 0 elements");
  Tensor endless(DType::F32, {int64_t(1) << 60, 0});
  EXPECT_EQ(run("split_to_sequence", {}, endless),
            "[split_to_sequence_run] 1152921504606846976 parts exceed the memory budget");
}

TEST(Sequence, TensorsAreJoined) {
  Datum uneven = list({ramp({1, 2}), ramp({2, 2})});
  EXPECT_EQ(run("concat_from_sequence", attrs({{"axis", 0}}), uneven), "3x2[ 0 1 0 1 2 3 ]");
  EXPECT_EQ(run("concat_from_sequence", attrs({{"axis", -2}}), uneven), "3x2[ 0 1 0 1 2 3 ]");
  EXPECT_EQ(run("concat_from_sequence", attrs({{"axis", 1}}), uneven),
            "[concat_from_sequence_run] the elements do not fit together along axis 1");
  Datum even = list({ramp({2}), floats({2}, {5, 6})});
  EXPECT_EQ(run("concat_from_sequence", attrs({{"axis", 1}, {"new_axis", 1}}), even),
            "2x2[ 0 5 1 6 ]");
  EXPECT_EQ(run("concat_from_sequence", attrs({{"axis", 0}, {"new_axis", 1}}), uneven),
            "[concat_from_sequence_run] the elements do not fit together along axis 0");
  EXPECT_EQ(run("concat_from_sequence", attrs({{"axis", 0}}), numbers({})),
            "[concat_from_sequence_run] the sequence is empty");
}

TEST(Sequence, StringsAreSplitAndJoined) {
  OpUnderTest split("split_to_sequence", attrs({{"axis", 1}}));
  auto parts = split.operand(Tensor::strings({2, 2}, {"a", "b", "c", "d"})).runData();
  ASSERT_EQ(parts.size(), 1u) << split.message;
  ASSERT_EQ(parts[0].elements().size(), 2u);
  EXPECT_EQ(parts[0].elements()[1].tensor().strings()[1], "d");
  OpUnderTest concat("concat_from_sequence", attrs({{"axis", 1}}));
  auto whole = concat.operand(parts[0]).run();
  ASSERT_EQ(whole.size(), 1u) << concat.message;
  EXPECT_TRUE(whole[0].identical(Tensor::strings({2, 2}, {"a", "b", "c", "d"})));
}

TEST(Sequence, Constraints) {
  Tensor x = ramp({2});
  Datum two = numbers({1, 2});
  Type nested = Type::sequence(Type::sequence(anyFloat));
  expectLabel(run("sequence_construct", {}, x, ints({1})), "sequence_construct_dtype");
  expectLabel(run("sequence_length", {}, x), "sequence_length_c1");
  expectLabel(run("sequence_at", {}, x, at(0)), "sequence_at_c1");
  expectLabel(run("sequence_at", {}, two, ints({0, 1})), "sequence_at_c2");
  expectLabel(run("sequence_insert", {}, x, x), "sequence_insert_c1");
  expectLabel(run("sequence_insert", {}, two, x, x), "sequence_insert_dtype");
  expectLabel(run("sequence_insert", {}, two, x, ints({0, 1})), "sequence_insert_c2");
  expectLabel(run("sequence_insert", {}, two, ints({1})), "sequence_insert_c3");
  expectLabel(run("sequence_insert", {}, two, two), "sequence_insert_c3");
  expectLabel(run("sequence_erase", {}, x), "sequence_erase_c1");
  expectLabel(run("sequence_erase", {}, two, two), "sequence_erase_c2");
  expectLabel(run("split_to_sequence", {}, x, x), "split_to_sequence_dtype");
  expectLabel(run("split_to_sequence", {}, x, ramp({1, 1})), "split_to_sequence_dtype");
  expectLabel(run("split_to_sequence", attrs({{"axis", 1}}), x), "split_to_sequence_c2");
  expectLabel(run("concat_from_sequence", attrs({{"axis", 0}}), x), "concat_from_sequence_c1");
  expectLabel(run("concat_from_sequence", {}, two), "concat_from_sequence_c2");
  expectLabel(infer("concat_from_sequence", attrs({{"axis", 0}}), nested),
              "concat_from_sequence_c3");
  expectLabel(infer("concat_from_sequence", attrs({{"axis", 1}}),
                    Type::sequence(Type::tensor(DType::F32, Dims{2}))),
              "concat_from_sequence_c4");
}

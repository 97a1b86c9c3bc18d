// Ops on optionals: what they hold, and whether they hold anything.
#include "OpUnderTest.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

const Type anyFloat = Type::unranked(DType::F32);
const Type floatList = Type::sequence(anyFloat);

template <class... Operands>
std::string infer(const char *op, AttrDict a, const Operands &...operands) {
  OpUnderTest test(op, std::move(a));
  (test.operand(operands), ...);
  return test.infer();
}

/// The only result; a failure is one too.
template <class... Operands> Datum run(const char *op, AttrDict a, const Operands &...operands) {
  OpUnderTest test(op, std::move(a));
  (test.operand(operands), ...);
  auto results = test.runData();
  EXPECT_EQ(results.size(), 1u) << test.message;
  return results.empty() ? Datum() : results[0];
}

} // namespace

TEST(Optional, TypesFollow) {
  EXPECT_EQ(infer("optional", {}, ramp({2})), "opt<f32[2]>");
  EXPECT_EQ(infer("optional", {}, floatList), "opt<seq<f32[*]>>");
  EXPECT_EQ(infer("optional", attrs({{"type", floatList}})), "opt<seq<f32[*]>>");
  EXPECT_EQ(infer("optional", attrs({{"type", anyFloat}}), ramp({2})), "opt<f32[2]>");
  EXPECT_EQ(infer("optional_get_element", {}, Type::optional(floatList)), "seq<f32[*]>");
  EXPECT_EQ(infer("optional_get_element", {}, ramp({2})), "f32[2]");
  EXPECT_EQ(infer("optional_has_element", {}, Type::optional(floatList)), "bool[]");
  EXPECT_EQ(infer("optional_has_element", {}), "bool[]");
}

TEST(Optional, HoldsOneValueOrNothing) {
  Tensor x = ramp({2});
  Datum none = run("optional", attrs({{"type", anyFloat}})), some = run("optional", {}, x);
  ASSERT_TRUE(none.isOptional() && some.isOptional());
  EXPECT_EQ(none.type().str(), "opt<f32[*]>");
  EXPECT_EQ(run("optional_get_element", {}, some).tensor().toDoubles(), x.toDoubles());
  EXPECT_EQ(run("optional_get_element", {}, x).tensor().toDoubles(), x.toDoubles());
  OpUnderTest get("optional_get_element");
  EXPECT_TRUE(get.operand(none).runData().empty());
  EXPECT_EQ(get.message, "[optional_get_element_run] the optional holds nothing");
  auto has = [](const auto &...operands) {
    return run("optional_has_element", {}, operands...).tensor().toInt(0);
  };
  EXPECT_EQ(has(none), 0);
  EXPECT_EQ(has(some), 1);
  EXPECT_EQ(has(x), 1);
  EXPECT_EQ(has(), 0);
  EXPECT_EQ(has(Type::none()), 0);
  EXPECT_EQ(has(Datum::present(floatList, Datum::sequence(anyFloat, {}))), 1);
}

TEST(Optional, Constraints) {
  auto label = [](const std::string &message) { return message.substr(1, message.find(']') - 1); };
  EXPECT_EQ(label(infer("optional", {})), "optional_c1");
  EXPECT_EQ(label(infer("optional", {}, Type::optional(anyFloat))), "optional_c2");
  EXPECT_EQ(label(infer("optional", attrs({{"type", Type::sequence(floatList)}}))), "optional_c2");
  EXPECT_EQ(label(infer("optional", attrs({{"type", anyFloat}}), ints({1}))), "optional_c3");
}

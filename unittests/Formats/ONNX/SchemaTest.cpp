// The published operator schemas, and what they say of nodes.
#include "fixcon/Formats/ONNX/Schema.h"

#include "fixcon/IR/Module.h"
#include "fixcon/IR/Text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace fixcon {
namespace {

TEST(Schemas, AreThoseOfTheStandard) {
  EXPECT_EQ(allSchemas().size(), 659u);
  EXPECT_EQ(newestOpset(), 28);
  std::set<std::pair<std::string, std::string>> operators;
  for (const OperatorSchema &schema : allSchemas())
    operators.emplace(schema.domain, schema.name);
  EXPECT_EQ(operators.size(), 227u);
}

TEST(Schemas, AreSortedSoThatLookUpsFindThem) {
  auto key = [](const OperatorSchema &s) { return std::tuple(s.domain, s.name, s.since); };
  EXPECT_TRUE(std::ranges::is_sorted(allSchemas(), {}, key));
  for (const OperatorSchema &schema : allSchemas())
    EXPECT_EQ(schemaFor(schema.domain, schema.name, schema.since), &schema);
}

TEST(Schemas, NameOnlyTypesThatTheyDeclareOrThatAreTypes) {
  std::set<std::string> plain;
  for (const OperatorSchema &schema : allSchemas())
    for (const auto &[variable, allowed] : schema.types) {
      EXPECT_FALSE(allowed.empty()) << schema.name << " " << variable;
      plain.insert(allowed.begin(), allowed.end());
    }
  for (const OperatorSchema &schema : allSchemas())
    for (const auto *list : {&schema.operands, &schema.results})
      for (const SchemaParameter &p : *list)
        EXPECT_TRUE(schema.types.contains(p.type) || plain.contains(p.type))
            << schema.name << " " << p.name << " " << p.type;
}

TEST(Schemas, SayWhatTheStandardSays) {
  const OperatorSchema *conv = schemaFor("", "Conv", 12);
  ASSERT_TRUE(conv);
  EXPECT_EQ(conv->since, 11);
  ASSERT_EQ(conv->operands.size(), 3u);
  EXPECT_EQ(conv->operands[2].arity, SchemaParameter::Arity::Optional);
  ASSERT_TRUE(conv->attribute("auto_pad"));
  EXPECT_EQ(conv->attribute("auto_pad")->defaultValue, Attribute("NOTSET"));
  EXPECT_EQ(conv->types.find("T")->second, (std::vector<std::string>{"f16", "f32", "f64"}));

  const OperatorSchema *loop = schemaFor("", "Loop", 28);
  ASSERT_TRUE(loop);
  EXPECT_TRUE(loop->attribute("body")->required);
  EXPECT_EQ(loop->operands.back().arity, SchemaParameter::Arity::Variadic);
  EXPECT_FALSE(loop->operands.back().homogeneous);

  EXPECT_TRUE(schemaFor("", "Upsample", 10)->deprecated);
  EXPECT_FALSE(schemaFor("", "Gelu", 19));
  EXPECT_TRUE(schemaFor("ai.onnx.preview", "FlexAttention", 1));
  EXPECT_FALSE(schemaFor("com.microsoft", "Gelu", 1));
}

/// What is wrong with the body of a model in an opset; empty if nothing is.
std::string complaints(int opset, const std::string &body) {
  Diagnostics diags;
  auto module = parseModule("graph @m(%x: f32[1,2,4,4], %i: i64[2]) dialect(\"onnx\", opset = " +
                                std::to_string(opset) + ") {\n" + body + "\nreturn %y\n}",
                            "m.ir", diags);
  if (failed(module))
    return "does not parse";
  std::string out;
  for (const Violation &violation : checkSchemas(*(*module)->graph("m")))
    out += (out.empty() ? "" : "; ") + violation.text;
  return out;
}

struct Case {
  const char *name;
  int opset;
  const char *body, *expected;
};
void PrintTo(const Case &c, std::ostream *os) { *os << c.name; }
class CheckSchemas : public testing::TestWithParam<Case> {};

TEST_P(CheckSchemas, Judges) {
  EXPECT_EQ(complaints(GetParam().opset, GetParam().body), GetParam().expected);
}

const Case cases[] = {
    {"Right", 13, "%y = onnx.AveragePool %x {kernel_shape = [2, 2]} : ?", ""},
    {"LaterAttribute", 13,
     "%y = onnx.AveragePool %x {dilations = [2, 2], kernel_shape = [2, 2]} : ?",
     "AveragePool of opset 13 has no attribute 'dilations' (since opset 19)"},
    {"UnknownAttribute", 13, "%y = onnx.Relu %x {alpha = 1.0} : ?",
     "Relu of opset 13 has no attribute 'alpha'"},
    {"MissingAttribute", 13, "%y = onnx.AveragePool %x : ?",
     "AveragePool of opset 13 needs attribute 'kernel_shape'"},
    {"WrongKind", 13, "%y = onnx.LeakyRelu %x {alpha = 1} : ?",
     "LeakyRelu of opset 13 has attribute 'alpha' of kind float, not int"},
    {"LaterOperator", 13, "%y = onnx.Gelu %x : ?",
     "Gelu of opset 13 does not exist (since opset 20)"},
    {"UnknownOperator", 13, "%y = onnx.Jelu %x : ?", "Jelu of opset 13 does not exist"},
    {"DeprecatedOperator", 13, "%y = onnx.Upsample %x, %x : ?",
     "Upsample of opset 13 is deprecated"},
    {"LaterOperand", 10, "%y = onnx.Clip %x, %x : ?",
     "Clip of opset 10 has at most 1 operand, not 2"},
    {"MissingOperand", 13, "%y = onnx.Add %x : ?",
     "Add of opset 13 has at least 2 operands, not 1"},
    {"AbsentOperand", 13, "%y = onnx.Add _, %x : ?", "Add of opset 13 needs operand 'A'"},
    {"WrongType", 13, "%y = onnx.AveragePool %i {kernel_shape = [2, 2]} : ?",
     "AveragePool of opset 13 takes no i64 as 'X', which is 'i'"},
    {"DifferentTypes", 13, "%y = onnx.Add %x, %i : ?",
     "Add of opset 13 takes one type for all 'T', not f32 and i64"},
    {"TypesFollow", 13,
     R"(%s = onnx.Shape %x : ?
        %t = onnx.Relu %x : ?
        %y = onnx.Mul %t, %s : ?)",
     "Mul of opset 13 takes one type for all 'T', not f32 and i64"},
    {"TypesThatDoNotFollow", 13,
     R"(%s = onnx.Cast %x {to = 7} : ?
        %y = onnx.Mul %x, %s : ?)",
     ""},
    {"UnknownDomain", 13, "%y = onnx.com.example.Relu %x {alpha = 1.0} : ?", ""},
    {"NewerOpsetThanKnown", 99, "%y = onnx.Relu %x {alpha = 1.0} : ?", ""},
    {"TwoNodesOfOneName", 13,
     R"(%t = onnx.Relu %x : ? loc("a", index = 0)
        %y = onnx.Relu %t : ? loc("a", index = 1))",
     "another node of the graph has the name 'a'"},
    {"NestedGraphs", 13,
     R"(weight %c : bool[] = dense<true>
        %y = onnx.If %c {then_branch = region<0>, else_branch = region<1>} ({
          %a = onnx.Gelu %x : ?
          return %a
        }, {
          return %x
        }) : ?)",
     "Gelu of opset 13 does not exist (since opset 20)"},
};

INSTANTIATE_TEST_SUITE_P(, CheckSchemas, testing::ValuesIn(cases),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
} // namespace fixcon

// The text form: what is printed for what was written, and that it stays.
#include "ParsedModule.h"

#include <bit>
#include <cmath>

namespace fixcon {
namespace {

/// Parses, prints, parses and prints again; gives the first print.
std::string stablePrint(const std::string &text) {
  CaughtDiagnostics diags;
  auto first = parsed(text, diags);
  if (!first)
    return "";
  std::string printed = print(*first);
  auto second = parsed(printed, diags);
  if (!second)
    return "";
  EXPECT_EQ(printed, print(*second));
  EXPECT_EQ(first->hash(), second->hash());
  return printed;
}

std::string printedAttribute(const std::string &text) {
  CaughtDiagnostics diags;
  auto module = parsed("module {a = " + text + "} {}", diags);
  return module ? module->attrs().find("a")->str() : "";
}

std::string printedWeight(const std::string &type, const std::string &elements) {
  CaughtDiagnostics diags;
  auto module = parsed(inGraph("weight %w : " + type + " = " + elements), diags);
  if (!module)
    return "";
  std::string all = stablePrint(print(*module));
  size_t begin = all.find(" = ") + 3;
  return all.substr(begin, all.find('\n', begin) - begin);
}

TEST(Text, PrintsWhatWasWritten) {
  const std::string text = R"(module {producer = "p"} {
  graph @source(%x: f32[1,3,N,?], %"odd name": i64[]) dialect("onnx", opset = 13, "com.microsoft" = 1) {doc = "d"} {
    weight %w : f32[2,2] = dense<[[1, 0.5], [-0.1, 1e-20]]> {raw = true} origin("a")
    %0, _ = onnx.Split %x, _, %w {axis = 1} : f32[1,1,N,?], none loc("Split_0", index = 3)
    %1 = onnx.If %0 {then_branch = region<0>, else_branch = region<1>} ({
      weight %c : i64[1] = dense<[7]>
      %2 = onnx.Add %0, %c : ?
      return %2
    }, @other(%a: f32[*]) {
      return %a
    }) : f32[] loc(index = 4) origin("a", "b")
    "odd op" %1
    onnx.Nothing {}
    return %0, %1 as "out"
  }
  graph @source.n(%x: f32[1,3,N,?]) normal_of(@source) {
    return %x
  }
  preprocess @source {scale = 0.5}
  fault wb @source::%1 against @source.n::%x {}
}
)";
  EXPECT_EQ(stablePrint(text), text);
}

TEST(Text, WrapperAndTypesMayBeLeftOut) {
  EXPECT_EQ(stablePrint("graph @g(%x: f32[2]) { %y = relu %x return %y }"),
            "module {\n  graph @g(%x: f32[2]) {\n    %y = relu %x : ?\n    return %y\n  }\n}\n");
}

TEST(Text, IntegersMayLieOnAGrid) {
  std::string text = "module {\n  graph @g(%x: i8[1,?]q<0.05, 3>) {\n"
                     "    weight %w : u8[2]q<axis 0, [1e-05, 0.1], [0, 255]> = dense<[1, 2]>\n"
                     "    %y = q %x, %w : i8[*]q<0.5>, i8[2]q<axis 0, [1, 3]>\n  }\n}\n";
  text.replace(text.find("%y"), 2, "%y, %z");
  EXPECT_EQ(stablePrint(text), text);
}

TEST(Text, EveryAttributeReadsBackAsItsOwnKind) {
  for (const char *text : {"unit",
                           "true",
                           "false",
                           "-9223372036854775808",
                           "1",
                           "1.0",
                           "-0.0",
                           "1e+300",
                           "inf",
                           "-inf",
                           "nan",
                           "nan<0x7ff0000000000001>",
                           "\"a\\n\\x00\\\"\"",
                           "bytes(\"\\xff\")",
                           "[1, 2]",
                           "[1.0, 2.5]",
                           "[\"a\", \"b\"]",
                           "ints[]",
                           "floats[]",
                           "strings[]",
                           "tensors[]",
                           "types[]",
                           "regions[]",
                           "[region<0>, region<2>]",
                           "region<1>",
                           "f32[2] dense<[1, 2]>",
                           "i4[] dense<-8>",
                           "[f32[1] dense<[0]>, string[1] dense<[\"s\"]>]",
                           "f32[2]",
                           "[f32[], ?, none]",
                           "?",
                           "none",
                           "seq<map<string, opt<sparse<f32[2,?]>>>>",
                           "@g",
                           "@g::%v",
                           "@\"odd graph\"::%\"odd value\""})
    EXPECT_EQ(printedAttribute(text), text);
}

TEST(Text, IntegersAmongFloatsAreFloats) {
  EXPECT_EQ(printedAttribute("[1, 2.5, 3]"), "[1.0, 2.5, 3.0]");
  EXPECT_EQ(printedAttribute("floats[1, 2]"), "[1.0, 2.0]");
}

TEST(Text, ElementsOfEveryDTypeReadBack) {
  EXPECT_EQ(printedWeight("f32[4]", "dense<[0.1, -0, 3.4028235e+38, 1e-45]>"),
            "dense<[0.1, -0, 3.4028235e+38, 1e-45]>");
  EXPECT_EQ(printedWeight("f32[3]", "dense<[nan, nan<0xffc00000>, nan<0x7f800001>]>"),
            "dense<[nan, nan<0xffc00000>, nan<0x7f800001>]>");
  EXPECT_EQ(printedWeight("f16[3]", "dense<[0.1, 65504, inf]>"),
            "dense<[0.099975586, 65504, inf]>");
  EXPECT_EQ(printedWeight("bf16[2]", "dense<[0.1, nan<0x7f81>]>"),
            "dense<[0.100097656, nan<0x7f81>]>");
  EXPECT_EQ(printedWeight("f8e4m3fn[3]", "dense<[448, nan, -0]>"), "dense<[448, nan, -0]>");
  EXPECT_EQ(printedWeight("f8e5m2fnuz[2]", "dense<[nan, 57344]>"), "dense<[nan, 57344]>");
  EXPECT_EQ(printedWeight("f4e2m1[2]", "dense<[6, -0.5]>"), "dense<[6, -0.5]>");
  EXPECT_EQ(printedWeight("u64[1]", "dense<[18446744073709551615]>"),
            "dense<[18446744073709551615]>");
  EXPECT_EQ(printedWeight("i64[1]", "dense<[-9223372036854775808]>"),
            "dense<[-9223372036854775808]>");
  EXPECT_EQ(printedWeight("bool[2]", "dense<[true, false]>"), "dense<[true, false]>");
  EXPECT_EQ(printedWeight("c64[2]", "dense<[(1, -0), (nan, 0.1)]>"),
            "dense<[(1, -0), (nan, 0.1)]>");
  EXPECT_EQ(printedWeight("c128[]", "dense<(0.1, 1)>"), "dense<(0.1, 1)>");
  EXPECT_EQ(printedWeight("string[2]", "dense<[\"a\", \"\"]>"), "dense<[\"a\", \"\"]>");
  EXPECT_EQ(printedWeight("f32[0,3]", "dense<[]>"), "dense<[]>");
  EXPECT_EQ(printedWeight("i8[2,2]", "dense<[1, 2, 3, 4]>"), "dense<[[1, 2], [3, 4]]>");
  EXPECT_EQ(printedWeight("f32[32]", "splat<0.1>"), "splat<0.1>");
  EXPECT_EQ(printedWeight("f32[3]", "splat<0.1>"), "dense<[0.1, 0.1, 0.1]>");
}

TEST(Text, SeededIsDeterministicAndBounded) {
  CaughtDiagnostics diags;
  auto module = parsed(inGraph("weight %a : f32[1000] = seeded<7>\n"
                               "weight %b : f32[1000] = seeded<7, 0.5>\n"
                               "weight %c : i4[1000] = seeded<3>\n"
                               "weight %d : c64[4] = seeded<3>"),
                       diags);
  ASSERT_TRUE(module);
  const Graph &g = *module->graph("g");
  for (int64_t i = 0; i < 1000; ++i) {
    double a = g.value("a")->tensor().toDouble(i);
    EXPECT_LE(std::fabs(a), 1);
    EXPECT_EQ(g.value("b")->tensor().toDouble(i), a / 2);
    EXPECT_GE(g.value("c")->tensor().toInt(i), -8);
    EXPECT_LE(g.value("c")->tensor().toInt(i), 7);
  }
}

TEST(Text, BlobsAreFoundByHash) {
  Tensor tensor = Tensor::of<float>({2}, {1, 2});
  std::string text = inGraph("weight %w : f32[2] = blob(\"" + tensor.hash().str() + "\")");
  EXPECT_NE(complaint(text).find("no content with the hash"), std::string::npos);
  CaughtDiagnostics diags;
  auto module = parseModule(text, "test.ir", diags.engine, {{tensor.hash().str(), tensor}});
  ASSERT_TRUE(succeeded(module)) << diags.text;
  EXPECT_TRUE((*module)->graph("g")->value("w")->tensor().sharesStorageWith(tensor));
  PrintOptions options;
  options.maxDenseElements = 1;
  EXPECT_NE(print(**module, options).find("blob(\"" + tensor.hash().str()), std::string::npos);
}

TEST(Text, PlacesNameTextAndNode) {
  CaughtDiagnostics diags;
  auto module = parsed("graph @g(%x: f32[]) {\n  %y = relu %x loc(\"n\", index = 2)\n}", diags);
  ASSERT_TRUE(module);
  const Op &op = *module->graph("g")->front();
  EXPECT_EQ(op.location().str(), "test.ir:2:3");
  EXPECT_EQ(op.label(), "n");
  EXPECT_EQ(op.location().index, 2);
}

TEST(Text, ErrorsPointAtThePlace) {
  EXPECT_EQ(complaint("graph @g() {\n  %y = relu %x\n}"),
            "test.ir:2:13: error: %x is not defined here\n  %y = relu %x\n            ^\n");
}

TEST(Text, RefusesWhatItCannotMean) {
  auto refused = [](const std::string &text, const std::string &why) {
    EXPECT_NE(complaint(text).find(why), std::string::npos) << complaint(text);
  };
  refused("graph @g() {} graph @g() {}", "defined twice");
  refused("graph @g(%x: f32[], %x: f32[]) {}", "defined twice");
  refused(inGraph("%x = a : f32[]\n%x = b : f32[]"), "defined twice");
  refused(inGraph("%x = a : f32[], f32[]"), "2 types for 1 results");
  refused(inGraph("%x = a : f33[]"), "expected a type");
  refused(inGraph("%x = a : f32[-1]"), "not negative");
  refused(inGraph("%x = a : f32[9223372036854775807,9]"), "overflows");
  refused(inGraph("%x = a : f32[2]q<0.5>"), "only integers");
  refused(inGraph("%x = a : i8[2]q<0>"), "above 0");
  refused(inGraph("%x = a : i8[2]q<0.5, 128>"), "is no i8");
  refused(inGraph("%x = a : i8[2]q<axis 1, [0.5]>"), "there is no axis 1");
  refused(inGraph("%x = a : i8[2]q<axis -1, [0.5]>"), "not negative");
  refused(inGraph("%x = a : i8[2]q<axis 0, [0.5]>"), "1 scales do not fit the 2");
  refused(inGraph("%x = a : i8[2]q<axis 0, [1, 2], [0]>"), "2 scales and 1 zero points");
  refused(inGraph("weight %w : f32[2] = dense<[1]>"), "should have 2 elements");
  refused(inGraph("weight %w : f32[2,2] = dense<[1]>"), "should have 4 elements");
  refused(inGraph("weight %w : i8[] = dense<128>"), "does not fit in i8");
  refused(inGraph("weight %w : u4[] = dense<16>"), "does not fit in u4");
  refused(inGraph("weight %w : f4e2m1[] = dense<nan>"), "no NaN");
  refused(inGraph("weight %w : f32[?] = splat<1>"), "known sizes");
  refused(inGraph("weight %w : f32[1073741824] = splat<1>"), "larger than");
  refused(inGraph("weight %w : f32[1073741824] = seeded<1>"), "larger than");
  refused(inGraph("weight %w : bool[536870913] = splat<true>"), "larger than");
  refused(inGraph("weight %w : i2[33554433] = seeded<1>"), "larger than");
  refused(inGraph("weight %w : string[4194304] = splat<\"" + std::string(100, 'a') + "\">"),
          "larger than");
  refused(inGraph("weight %w : f32[1073741824] = dense<[1]>"), "should have");
  refused(inGraph("a {x = []}"), "ints[]");
  refused(inGraph("a {x = [1, \"a\"]}"), "does not fit into the list");
  refused(inGraph("a {x = 1, x = 2}"), "given twice");
  refused(inGraph("a {x = 99999999999999999999}"), "64 bits");
  refused(inGraph("return") + "}", "expected a graph or a record");
  refused("fault wb @g::%1", "not defined");
  refused("graph @n() normal_of(@g) {}", "no graph @g");
}

TEST(Text, NestingIsBounded) {
  std::string types = "graph @g(%x: ", graphs = "graph @g() {";
  for (int i = 0; i < 100000; ++i) {
    types += "seq<";
    graphs += "a ({";
  }
  EXPECT_NE(complaint(types).find("too deeply"), std::string::npos);
  EXPECT_NE(complaint(graphs).find("too deeply"), std::string::npos);
}

} // namespace
} // namespace fixcon

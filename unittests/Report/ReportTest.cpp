// The report as JSON and text, with the values that files can bring in: odd names, huge tensors,
// numbers that are not finite.
#include "fixcon/Report/Report.h"

#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>

using namespace fixcon;
using nlohmann::json;

namespace {

Fault exampleFault() {
  Fault fault;
  fault.id = "F1";
  fault.type = FaultType::LH;
  fault.rule = "FX-LH-pads";
  fault.target = {"target", "y", {"conv1"}, {}, "pads"};
  fault.source = {"source", "y", {"Conv_0"}, {}, "pads"};
  fault.sourceValue = Attribute::Ints{0, 0, 1, 1};
  fault.targetValue = Attribute::Ints{1, 1, 0, 0};
  fault.localError = 0.31;
  fault.noiseFloor = 1e-6;
  fault.cause = "asymmetric pads were swapped";
  fault.status = RepairStatus::Applied;
  fault.repairSummary = "pads: [1, 1, 0, 0] -> [0, 0, 1, 1]";
  return fault;
}

Report example() {
  Report report;
  report.toolVersion = "1.2.3";
  report.source = {"a.onnx", "onnx", std::string(64, '0')};
  report.target = {"b.onnx", "onnx", std::string(64, '1')};
  report.samples = 10;
  report.sourceRecipe = Recipe();
  report.verdict = "repaired";
  report.before.samples = 10;
  report.after = report.before;
  report.before.mismatches = 4;
  report.findings = {exampleFault()};
  report.stages = {{"align", 0.5}};
  return report;
}

TEST(ReportJson, HoldsEveryField) {
  json parsed = json::parse(toJson(example()));
  EXPECT_EQ(parsed["schema"], "fixcon-report/1");
  EXPECT_EQ(parsed["tool"]["version"], "1.2.3");
  EXPECT_EQ(parsed["source"]["path"], "a.onnx");
  EXPECT_TRUE(parsed["output"].is_null());
  EXPECT_EQ(parsed["preprocess"]["source"]["scale"], 1);
  EXPECT_TRUE(parsed["preprocess"]["target"].is_null());
  EXPECT_EQ(parsed["before"]["mismatches"], 4);
  const json &finding = parsed["findings"][0];
  EXPECT_EQ(finding["type"], "LH");
  EXPECT_EQ(finding["target"]["nodes"], json::array({"conv1"}));
  EXPECT_EQ(finding["evidence"]["source"], json::array({0, 0, 1, 1}));
  EXPECT_EQ(finding["repair"]["status"], "applied");
  EXPECT_EQ(parsed["stages"][0]["name"], "align");
}

TEST(ReportJson, WhatWasNotMeasuredIsNull) {
  Report report = example();
  report.after.reset();
  EXPECT_TRUE(json::parse(toJson(report))["after"].is_null());
}

TEST(ReportJson, AnUntriedRepairHasStatusNone) {
  Report report = example();
  report.findings[0].status = RepairStatus::Open;
  EXPECT_EQ(json::parse(toJson(report))["findings"][0]["repair"]["status"], "none");
}

TEST(ReportJson, NumbersThatAreNotFiniteAreNull) {
  Report report = example();
  report.before.maxAbs = std::numeric_limits<double>::infinity();
  report.findings[0].localError = std::numeric_limits<double>::quiet_NaN();
  json parsed = json::parse(toJson(report));
  EXPECT_TRUE(parsed["before"]["max_abs"].is_null());
  EXPECT_TRUE(parsed["findings"][0]["evidence"]["local_error"].is_null());
}

TEST(ReportJson, NamesNeedNotBeUtf8) {
  Report report = example();
  report.findings[0].target.nodes = {"caf\xe9\"\n"};
  EXPECT_EQ(json::parse(toJson(report))["findings"][0]["target"]["nodes"][0],
            "caf\xef\xbf\xbd\"\n");
}

TEST(ReportJson, LongTensorsAreShownByShape) {
  Report report = example();
  report.findings[0].sourceValue = Tensor(DType::F32, {8, 9});
  report.findings[0].targetValue = Tensor::of<float>({2}, {0.5f, 2});
  json evidence = json::parse(toJson(report))["findings"][0]["evidence"];
  EXPECT_EQ(evidence["source"]["shape"], json::array({8, 9}));
  EXPECT_EQ(evidence["source"]["dtype"], "f32");
  EXPECT_EQ(evidence["target"], json::array({0.5, 2.0}));
}

TEST(ReportJson, EqualReportsGiveEqualBytes) { EXPECT_EQ(toJson(example()), toJson(example())); }

/// What is read back from `text`, or what is wrong with it.
std::string readBack(const std::string &text, Report &report) {
  std::string complaint;
  Diagnostics diags([&](const Diagnostic &d) { complaint += d.message + "\n"; });
  auto read = reportFromJson(text, "r.json", diags);
  if (succeeded(read))
    report = std::move(*read);
  return complaint;
}

TEST(ReportJson, ComesBackAsItWas) {
  Report report = example(), back;
  report.output = report.target;
  report.before.failing = {1, 3};
  report.ranking = {{"conv1", "Conv_0", 12.5, 0.1, 12.5, 3}};
  report.findings[0].localError = std::numeric_limits<double>::infinity();
  report.findings[0].targetValue = Attribute::Floats{0.5, 1};
  ASSERT_EQ(readBack(toJson(report), back), "");
  EXPECT_EQ(toJson(back), toJson(report));
}

TEST(ReportJson, WhatANewerVersionAddsIsPassedOver) {
  json more = json::parse(toJson(example()));
  more["later"] = {{"x", 1}};
  Report back;
  EXPECT_EQ(readBack(more.dump(), back), "");
  EXPECT_EQ(back.verdict, "repaired");
}

TEST(ReportJson, ADamagedReportIsRefusedAtItsPlace) {
  Report back;
  EXPECT_EQ(readBack("[]", back), "is no report: it is not a JSON object\n");
  EXPECT_EQ(readBack("{", back), "is no report: it is not a JSON object\n");
  EXPECT_EQ(readBack(std::string(100000, '['), back), "is no report: it is not a JSON object\n");
  EXPECT_EQ(readBack("{}", back), "is no report of schema fixcon-report/1\n");
  json damaged = json::parse(toJson(example()));
  damaged["findings"][0]["rule"] = 3;
  damaged["findings"][0]["type"] = "XX";
  damaged["data"]["samples"] = "many";
  EXPECT_EQ(readBack(damaged.dump(), back), "'data.samples' must be a whole number\n"
                                            "'findings[0].type' must be a type of fault\n"
                                            "'findings[0].rule' must be a text\n");
}

TEST(ReportText, SaysVerdictFiguresAndFindings) {
  Report report = example();
  report.before.nearTies = 1;
  report.alignment.unaligned = {"a", "b", "c", "d"};
  std::string text = toText(report);
  EXPECT_TRUE(text.starts_with("verdict: repaired\n"));
  EXPECT_NE(text.find("before:  4 of 10 samples differ, 1 of them near ties"), std::string::npos);
  EXPECT_NE(text.find("not aligned: a, b, c and 1 more\n"), std::string::npos);
  EXPECT_NE(text.find("F1 LH [FX-LH-pads] conv1 (pads): asymmetric pads were swapped\n"),
            std::string::npos);
  EXPECT_NE(text.find("repair applied: pads:"), std::string::npos);
}

} // namespace

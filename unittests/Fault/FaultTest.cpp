#include "fixcon/Fault/FaultRules.h"
#include "fixcon/Fault/ValueText.h"

#include "gtest/gtest.h"

using namespace fixcon;

namespace {

Fault example() {
  Fault f;
  f.type = FaultType::LH;
  f.rule = "FX-LH-pads";
  f.latent = true;
  f.target = {"target", "y", {"conv1", "pad"}, {"w"}, "pads"};
  f.source = {"source", "3", {"Conv_0"}, {}, "pads"};
  f.sourceValue = Attribute::Ints{0, 0, 1, 1};
  f.targetValue = Attribute::Ints{1, 1, 0, 0};
  f.localError = 0.31;
  f.noiseFloor = 1e-6;
  f.cause = "pads differ";
  f.sites.add({"y", "3", 3});
  return f;
}

TEST(Fault, RecordRoundTrip) {
  Diagnostics diags;
  Module module(diags);
  Fault f = example();
  addFault(module, f);
  EXPECT_EQ(f.id, "F1");
  std::vector<Fault> back = faultsOf(module);
  ASSERT_EQ(back.size(), 1u);
  EXPECT_EQ(back[0].toRecord(), f.toRecord());
  EXPECT_EQ(back[0].target, f.target);
  ASSERT_EQ(back[0].sites.size(), 1u);
  EXPECT_EQ(back[0].sites[0].sourceOp, "3");
  EXPECT_EQ(back[0].sites[0].operand, 3);
  EXPECT_TRUE(back[0].latent);
}

TEST(Fault, UpdateKeepsTheOthers) {
  Diagnostics diags;
  Module module(diags);
  Fault a = example(), b = example();
  addFault(module, a);
  addFault(module, b);
  EXPECT_EQ(b.id, "F2");
  b.status = RepairStatus::Applied;
  updateFault(module, b);
  std::vector<Fault> all = faultsOf(module);
  EXPECT_EQ(all[0].status, RepairStatus::Open);
  EXPECT_EQ(all[1].status, RepairStatus::Applied);
}

TEST(Fault, IsLocatedByItsAnchorElseByItsFile) {
  Diagnostics diags;
  Module module(diags);
  Graph &graph = *module.addGraph("target");
  graph.setLocation(Location::inFile("t.onnx"));
  Value *x = graph.addArgument(Type::tensor(DType::F32, Shape{1}), "x");
  Op &relu = *graph.createOp("relu", {x});
  relu.addResult(x->type(), "y");
  relu.setLocation(Location::atNode("t.onnx", "act", 0));
  auto placed = [&](const char *graph, const char *anchor) {
    FaultPlace place;
    place.graph = graph;
    place.anchor = anchor;
    return locationOf(place, module).str();
  };
  EXPECT_EQ(placed("target", "y"), "t.onnx: node 'act' (#0)");
  EXPECT_EQ(placed("target", "x"), "t.onnx: 'x'");
  EXPECT_EQ(placed("target", "gone"), "t.onnx");
  EXPECT_EQ(placed("source", "x"), Location().str());
}

TEST(Fault, UnknownTypeOrStatusAndUnevenSitesAreErrors) {
  Diagnostics diags;
  Record r = example().toRecord();
  r.tag = "xx";
  EXPECT_FALSE(Fault::fromRecord(r, diags));
  r = example().toRecord();
  r.attrs.set("status", "mended");
  EXPECT_FALSE(Fault::fromRecord(r, diags));
  r = example().toRecord();
  r.attrs.set("operands", Attribute::Ints{1, 2});
  EXPECT_FALSE(Fault::fromRecord(r, diags));
  EXPECT_EQ(diags.errorCount(), 3u);
}

TEST(Fault, NamesOfTheSixTypes) {
  for (const char *code : {"PP", "ID", "TSS", "WB", "LH", "CG"}) {
    auto type = faultTypeByName(code);
    ASSERT_TRUE(type);
    EXPECT_EQ(name(*type), code);
    EXPECT_FALSE(summary(*type).empty());
  }
  EXPECT_FALSE(faultTypeByName("QQ"));
}

TEST(FaultRules, AFamilyStandsForAllThatBeginSo) {
  ASSERT_TRUE(faultRule("FX-LH-pads"));
  EXPECT_EQ(faultRule("FX-LH-pads")->rule, "FX-LH-*");
  EXPECT_EQ(faultRule("FX-TSS-order")->rule, "FX-TSS-order");
  EXPECT_EQ(faultRule("FX-TSS-transpose")->rule, "FX-TSS-*");
  EXPECT_FALSE(faultRule("FX-WB-unheard-of"));
}

TEST(FaultRules, EachBelongsToTheTypeThatItNames) {
  for (const FaultRule &line : faultRules())
    EXPECT_TRUE(line.rule.starts_with("FX-" + std::string(name(line.type)) + "-")) << line.rule;
}

TEST(ValueText, NumbersAsSomebodyWroteThem) {
  EXPECT_EQ(show(static_cast<double>(0.01F)), "0.01");
  EXPECT_EQ(show(0.01), "0.01");
  EXPECT_EQ(show(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(show(Attribute::Floats{1, static_cast<double>(1e-5F)}), "[1, 1e-05]");
  EXPECT_EQ(show(Attribute::Ints{0, 1}), "[0, 1]");
  EXPECT_EQ(show({}), "none");
}

} // namespace

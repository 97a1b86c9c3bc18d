// Regions as records.
#include "fixcon/Align/Region.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/IR/Text.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

constexpr const char *text = R"(
graph @source.n(%x: f32[4]) {
  %a = relu %x : f32[4]
  %b = tanh %a : f32[4]
  return %b
}
graph @target.n(%x: f32[4]) {
  %p = tanh %x : f32[4]
  return %p
}
)";

class RegionTest : public testing::Test {
protected:
  void SetUp() override {
    diags.setHandler([this](const Diagnostic &d) { message = d.message; });
    auto parsed = parseModule(text, "regions.ir", diags);
    ASSERT_TRUE(succeeded(parsed));
    module = std::move(*parsed);
    pair.sourceNormal = module->graph("source.n");
    pair.targetNormal = module->graph("target.n");
  }
  Record record() const {
    Region region;
    region.state = Region::State::Latent;
    region.sourceOps = {pair.sourceNormal->value("a")->definingOp()};
    region.inputs = {pair.targetNormal->value("x")};
    region.outputs = {{pair.targetNormal->value("x"), pair.sourceNormal->value("a"), {}}};
    region.localError = 0.25;
    region.noiseFloor = 1e-7;
    return regionRecord(region, pair);
  }

  Diagnostics diags;
  std::string message;
  std::unique_ptr<Module> module;
  NormalPair pair;
};

TEST_F(RegionTest, IsReadAsItWasWritten) {
  auto region = readRegion(record(), pair);
  ASSERT_TRUE(succeeded(region));
  EXPECT_EQ(region->sourceOps.front()->name(), "relu");
  EXPECT_TRUE(region->targetOps.empty());
  EXPECT_EQ(regionRecord(*region, pair), record());
}

TEST_F(RegionTest, NamesWhatIsNotThere) {
  Record wrong = record();
  wrong.attrs.set("inputs", Attribute::Strings{"nowhere"});
  EXPECT_TRUE(failed(readRegion(wrong, pair)));
  EXPECT_EQ(message, "the region names 'nowhere', which is not there");
}

TEST_F(RegionTest, RefusesUnevenOutputsAndUnknownStates) {
  Record uneven = record();
  uneven.attrs.set("wanted", Attribute::Strings());
  EXPECT_TRUE(failed(readRegion(uneven, pair)));
  Record unknown = record();
  unknown.attrs.set("state", std::string("ajar"));
  EXPECT_TRUE(failed(readRegion(unknown, pair)));
}

} // namespace
} // namespace fixcon

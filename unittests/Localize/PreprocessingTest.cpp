// Targets that normalise and reorder within themselves: the recipe that they expect is found for every pair of
// normalisations in use, and none is blamed that expects what it is fed, whatever its first layer looks like.
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Pass/Pass.h"
#include "fixcon/Support/Random.h"

#include "gtest/gtest.h"

#include <cstdio>

namespace fixcon {

std::unique_ptr<Pass> createLocalizePP();

namespace {

std::string digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

std::string list(const std::array<double, 3> &v) {
  std::string text;
  for (double x : v)
    text += (text.empty() ? "[[[" : ", [[") + digits(x) + "]]";
  return text + "]";
}

/// How the target's first layer differs from the source's.
enum class Layer { Equal, Half, Zeroed, Doubled, Noisy };

struct Trial {
  Recipe fed, expected;
  Layer layer = Layer::Equal;
  uint64_t seed = 1;
  bool padded = false;

  /// Turns what `expected` makes of a picture into what `fed` makes of it.
  std::string front() const {
    std::array<double, 3> factor, offset;
    for (size_t c = 0; c < 3; ++c) {
      size_t e = fed.channels == expected.channels ? c : 2 - c;
      factor[c] = expected.std[e] / expected.scale * fed.scale / fed.std[c];
      offset[c] = (expected.mean[e] / expected.scale * fed.scale - fed.mean[c]) / fed.std[c];
    }
    bool turned = fed.channels != expected.channels;
    return "  weight %f : f64[3,1,1] = dense<" + list(factor) + ">\n" +
           "  weight %o : f64[3,1,1] = dense<" + list(offset) + ">\n" +
           "  weight %i : i64[3] = dense<[" + (turned ? "2, 1, 0" : "0, 1, 2") + "]>\n" +
           "  %t = onnx.Gather %x, %i {axis = 1} : f32[1,3,9,9]\n"
           "  %d = onnx.Cast %t {to = 11} : f64[1,3,9,9]\n"
           "  %m = onnx.Mul %d, %f : f64[1,3,9,9]\n"
           "  %a = onnx.Add %m, %o : f64[1,3,9,9]\n"
           "  %c = onnx.Cast %a {to = 1} : f32[1,3,9,9]\n";
  }
  std::string weights() const {
    std::string w = "seeded<" + std::to_string(seed) + ">\n";
    switch (layer) {
    case Layer::Equal:
      return "  weight %w : f32[4,3,3,3] = " + w;
    case Layer::Half:
      return "  weight %h : f16[4,3,3,3] = " + w + "  %w = onnx.Cast %h {to = 1} : f32[4,3,3,3]\n";
    case Layer::Zeroed:
    case Layer::Doubled:
      return "  weight %h : f32[4,3,3,3] = " + w +
             "  weight %k : f32[4,1,1,1] = dense<[[[[1]]], [[[" +
             (layer == Layer::Zeroed ? "0" : "2") + "]]], [[[1]]], [[[1]]]]>\n" +
             "  %w = onnx.Mul %h, %k : f32[4,3,3,3]\n";
    case Layer::Noisy:
      return "  weight %h : f32[4,3,3,3] = " + w +
             "  weight %n : f32[4,3,3,3] = seeded<99, 0.3>\n" +
             "  %w = onnx.Add %h, %n : f32[4,3,3,3]\n";
    }
    return "";
  }
  std::string text() const {
    std::string pads = padded ? " {pads = [1, 1, 1, 1]}" : "";
    std::string result = padded ? "f32[1,4,9,9]" : "f32[1,4,7,7]";
    return "graph @source(%x: f32[1,3,9,9]) dialect(\"onnx\", opset = 13) {\n"
           "  weight %w : f32[4,3,3,3] = seeded<" +
           std::to_string(seed) + ">\n  %y = onnx.Conv %x, %w" + pads + " : " + result +
           "\n  return %y\n}\ngraph @target(%x: f32[1,3,9,9]) dialect(\"onnx\", opset = 13) {\n" +
           front() + weights() + "  %y = onnx.Conv %c, %w" + pads + " : " + result +
           "\n  return %y\n}\nsamples @probe {x = f32[2,3,9,9] seeded<" + std::to_string(seed + 7) +
           ", " + digits(120 * fed.scale / fed.std[0]) + ">}\n";
  }
  /// The findings of localize-pp where both sides are fed by `fed`.
  std::vector<Fault> findings() const {
    Diagnostics diags([](const Diagnostic &) {});
    auto module = parseModule(text(), "trial.ir", diags);
    EXPECT_TRUE(succeeded(module)) << text();
    if (failed(module))
      return {};
    setRecipe(**module, "source", fed);
    setRecipe(**module, "target", fed);
    Environment environment;
    PassContext context(environment);
    EXPECT_TRUE(succeeded(createLocalizePP()->run(**module, context))) << text();
    return faultsOf(**module);
  }
  bool isNamed() const {
    std::vector<Fault> faults = findings();
    const auto *json = faults.size() == 1 ? faults[0].sourceValue.get<std::string>() : nullptr;
    Diagnostics diags([](const Diagnostic &) {});
    auto recipe = json ? recipeFromJson(*json, "", diags) : FailureOr<Recipe>(failure());
    return succeeded(recipe) && differingFields(*recipe, expected, ImageLayout::NCHW).empty();
  }
};

Recipe anyRecipe(Random &random) {
  std::vector<Recipe> known = knownNormalizations();
  Recipe recipe = known[random.below(known.size())];
  recipe.channels = random.below(2) ? Channels::BGR : Channels::RGB;
  return recipe;
}

bool areAlike(const Recipe &a, const Recipe &b) {
  return differingFields(a, b, ImageLayout::NCHW).empty();
}

TEST(Preprocessing, WhatATargetExpectsIsFound) {
  Random random(5);
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    Trial trial{anyRecipe(random), anyRecipe(random), static_cast<Layer>(seed % 4), seed};
    trial.padded = random.below(2) == 1;
    bool named = areAlike(trial.fed, trial.expected) || trial.isNamed();
    EXPECT_TRUE(named) << toJson(trial.fed) << "\n" << toJson(trial.expected) << trial.text();
  }
}

TEST(Preprocessing, TargetsThatAreFedRightAreNotBlamed) {
  Random random(6);
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    Recipe recipe = anyRecipe(random);
    Trial trial{recipe, recipe, static_cast<Layer>(seed % 5), seed};
    trial.padded = random.below(2) == 1;
    EXPECT_TRUE(trial.findings().empty()) << trial.text();
  }
}

TEST(Preprocessing, NoisyLayersBlameNobody) {
  Random random(7);
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Trial trial{anyRecipe(random), anyRecipe(random), Layer::Noisy, seed};
    EXPECT_TRUE(trial.findings().empty() || trial.isNamed()) << trial.text();
  }
}

} // namespace
} // namespace fixcon

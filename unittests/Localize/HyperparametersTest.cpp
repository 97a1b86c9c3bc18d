// Numbers of attributes and operands are compared alike.
#include "fixcon/Localize/Hyperparameters.h"
#include "fixcon/IR/Module.h"

#include "gtest/gtest.h"

namespace fixcon {
namespace {

struct Pair {
  Diagnostics diags;
  Module module{diags};
  Graph *graph = module.addGraph("g");

  Op *op(const char *name, const char *attribute, Attribute value) {
    AttrDict attrs;
    attrs.set(attribute, std::move(value));
    return graph->createOp(name, {}, std::move(attrs));
  }
  Op *clip(double bound) {
    Value *low = graph->addWeight(Tensor::scalar(bound), graph->uniqueName("low"));
    return graph->createOp("clip", {nullptr, low});
  }
  static std::string names(const Op *source, const Op *target) {
    std::string text;
    for (const HyperparameterDifference &d : hyperparameterDifferences(*source, *target))
      text += d.name + " ";
    return text;
  }
};

constexpr double third = 1.0 / 3, thirdInF32 = 1.0f / 3.0f;

TEST(Hyperparameters, FloatsAreEqualInF32) {
  Pair p;
  EXPECT_EQ(p.names(p.op("leaky_relu", "alpha", third), p.op("leaky_relu", "alpha", thirdInF32)),
            "");
  EXPECT_EQ(p.names(p.op("leaky_relu", "alpha", third), p.op("leaky_relu", "alpha", 0.3334)),
            "alpha ");
}

TEST(Hyperparameters, ListsOfFloatsToo) {
  Pair p;
  using Floats = Attribute::Floats;
  auto lists = [&](Floats s, Floats t) {
    return p.names(p.op("gru", "activation_alpha", std::move(s)),
                   p.op("gru", "activation_alpha", std::move(t)));
  };
  EXPECT_EQ(lists({third, 1}, {thirdInF32, 1}), "");
  EXPECT_EQ(lists({third, 1}, {third, 2}), "activation_alpha ");
  EXPECT_EQ(lists({third}, {third, 1}), "activation_alpha ");
}

TEST(Hyperparameters, OperandsThatConfigure) {
  Pair p;
  EXPECT_EQ(p.names(p.clip(third), p.clip(thirdInF32)), "");
  EXPECT_EQ(p.names(p.clip(third), p.clip(1)), "min ");
}

} // namespace
} // namespace fixcon

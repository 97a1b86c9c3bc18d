// The reducer finds the smallest module that shows what a predicate looks for.
#include "fixcon/Reduce/Reduce.h"
#include "fixcon/IR/Text.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

const char *const large = R"(
  graph @g(%x: f32[2,3], %y: f32[2,3], %c: bool[]) {
    weight %w : f32[2,3] = dense<[[1, 2, 3], [4, 5, 6]]>
    %a = add %x, %w : f32[2,3]
    %b = relu %a : f32[2,3]
    %d = clip %b, %w : f32[2,3]
    %e = elu %d {alpha = 0.5} : f32[2,3]
    %f = if %c {then_branch = region<0>, else_branch = region<1>} ({
      weight %u : f32[] = dense<7>
      %g = mul %e, %u : f32[2,3]
      %h = tanh %g : f32[2,3]
      return %h
    }, {
      return %e
    }) : f32[2,3]
    %i = softmax %f {axis = 1} : f32[2,3]
    %j = mul %i, %y : f32[2,3]
    return %j, %b, %e
  })";

struct Reduction : testing::Test {
  Diagnostics diags;
  unsigned asked = 0;

  std::unique_ptr<Module> parsed(const char *text) {
    auto module = parseModule(text, "test.ir", diags);
    return succeeded(module) ? std::move(*module) : nullptr;
  }
  /// What is left of `large` such that `holds` finds an op.
  std::string reduced(const std::function<bool(const Op &)> &holds, unsigned tries = 20000) {
    auto module = parsed(large);
    auto small =
        reduceModule(*module, "g",
                     [&](const Module &candidate) {
                       ++asked;
                       bool found = false;
                       candidate.graph("g")->walk([&](const Op &op) { found |= holds(op); });
                       return found;
                     },
                     {tries});
    return print(*small);
  }
};

/// Texts are compared by what they parse to.
std::string same(const char *text) {
  Diagnostics diags;
  auto module = parseModule(text, "expected.ir", diags);
  return succeeded(module) ? print(**module) : "does not parse";
}

TEST_F(Reduction, OneOpIsLeft) {
  EXPECT_EQ(reduced([](const Op &op) { return op.name() == "softmax"; }),
            same("graph @g() { %i = softmax : f32[2,3] return %i as \"j\" }"));
}

TEST_F(Reduction, WhatThePredicateNeedsStays) {
  auto elu = [](const Op &op) {
    return op.name() == "elu" && op.attr<double>("alpha") && op.operand(0) &&
           op.operand(0)->definingOp() && op.operand(0)->definingOp()->name() == "clip";
  };
  EXPECT_EQ(reduced(elu), same("graph @g() { %d = clip : f32[2,3] "
                               "%e = elu %d {alpha = 0.5} : f32[2,3] return %e as \"j\" }"));
}

TEST_F(Reduction, OpsOfNestedGraphsComeOut) {
  auto scaled = [](const Op &op) {
    return op.name() == "mul" && op.operand(1) && op.operand(1)->isWeight();
  };
  EXPECT_EQ(reduced(scaled), same("graph @g() { weight %u_1 : f32[] = dense<0> "
                                  "%g_1 = mul _, %u_1 : f32[2,3] return %g_1 as \"j\" }"));
}

TEST_F(Reduction, NestedGraphsStayIfTheyMatter) {
  auto inside = [](const Op &op) { return op.name() == "tanh" && op.parent().parentOp(); };
  std::string text = reduced(inside);
  EXPECT_NE(text.find("if"), std::string::npos);
  EXPECT_NE(text.find("tanh"), std::string::npos);
  for (const char *gone : {"add", "relu", "clip", "elu", "mul", "softmax", "weight"})
    EXPECT_EQ(text.find(gone), std::string::npos) << gone << " in " << text;
}

TEST_F(Reduction, WhatNeverHeldStaysAsItIs) {
  EXPECT_EQ(reduced([](const Op &) { return false; }), same(large));
  EXPECT_EQ(asked, 1u);
}

TEST_F(Reduction, ThePredicateIsAskedNoMoreOftenThanAllowed) {
  reduced([](const Op &op) { return op.name() == "softmax"; }, 5);
  EXPECT_LE(asked, 5u);
}

} // namespace
} // namespace fixcon

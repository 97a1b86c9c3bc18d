#include "fixcon/Pass/Pass.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

/// Counts the graphs of a module that has any.
struct GraphCount {
  size_t count = 0;
  static FailureOr<GraphCount> compute(Module &module, PassContext &) {
    if (module.graphs().empty())
      return module.diagnostics().error({}) << "there is no graph";
    return GraphCount{module.graphs().size()};
  }
};

TEST(AnalysisManager, ComputesOnceUntilInvalidated) {
  Diagnostics diags;
  Module module(diags);
  PassContext context(Environment{});
  module.addGraph("a");
  const GraphCount *first = context.analyses.get<GraphCount>(module, context);
  module.addGraph("b");
  EXPECT_EQ(context.analyses.get<GraphCount>(module, context), first);
  EXPECT_EQ(first->count, 1u);
  context.analyses.invalidate<GraphCount>();
  EXPECT_EQ(context.analyses.get<GraphCount>(module, context)->count, 2u);
}

TEST(AnalysisManager, FailsOnceUntilInvalidated) {
  Diagnostics diags;
  Module module(diags);
  PassContext context(Environment{});
  EXPECT_EQ(context.analyses.get<GraphCount>(module, context), nullptr);
  EXPECT_EQ(context.analyses.get<GraphCount>(module, context), nullptr);
  EXPECT_EQ(diags.errorCount(), 1u);
  module.addGraph("a");
  context.analyses.invalidateAll();
  EXPECT_EQ(context.analyses.get<GraphCount>(module, context)->count, 1u);
}

} // namespace

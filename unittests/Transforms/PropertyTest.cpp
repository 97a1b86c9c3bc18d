// The normal form computes what the graph computes, on random graphs.
#include "RandomExecutable.h"
#include "RunGraph.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Normalize.h"

#include <cstdlib>

namespace fixcon {
namespace {

struct Trial {
  uint64_t seed;
  DType dtype;
  double tolerance;
};

/// FIXCON_PROPERTY_TRIALS asks for a longer run.
uint64_t trials(uint64_t usual) {
  const char *asked = std::getenv("FIXCON_PROPERTY_TRIALS");
  return asked ? std::strtoull(asked, nullptr, 10) : usual;
}

/// Every core op of a normal form came from something.
void expectOrigins(const Graph &normal, const Graph &faithful) {
  normal.walk([&](const Op &op) {
    EXPECT_FALSE(op.origins().empty()) << print(op);
    for (const std::string &name : op.origins())
      EXPECT_TRUE(faithful.value(name)) << print(op) << " from " << name;
  });
  for (const auto &weight : normal.weights())
    EXPECT_FALSE(weight->origins().empty()) << weight->name();
}

bool holds(const Trial &trial) {
  Caught diags;
  Module module(diags.engine);
  Random random(trial.seed);
  // What does not fit is tried and dropped while the graph grows; that is no news.
  auto handler = diags.engine.setHandler({});
  Graph *graph = randomExecutable(module, "g", random, 12, trial.dtype);
  diags.engine.setHandler(handler);
  auto normal = normalize(module, *graph);
  EXPECT_TRUE(succeeded(normal)) << diags.text << print(*graph);
  if (failed(normal))
    return false;
  EXPECT_TRUE(succeeded(verify(module))) << diags.text << print(**normal);
  expectOrigins(**normal, *graph);
  double error = distance(*graph, **normal, trial.seed);
  EXPECT_LE(error, trial.tolerance)
      << "seed " << trial.seed << diags.text << print(*graph) << print(**normal);
  return !testing::Test::HasFailure();
}

TEST(Property, NormalFormComputesTheSameExactlyWithDoubleWeights) {
  for (uint64_t seed = 1; seed <= trials(500); ++seed)
    if (!holds({seed, DType::F64, 1e-9}))
      break;
}

TEST(Property, NormalFormComputesTheSameUpToTheRoundingOfFoldedWeights) {
  for (uint64_t seed = 1001; seed <= 1000 + trials(150); ++seed)
    if (!holds({seed, DType::F32, 1e-4}))
      break;
}

TEST(Property, NormalFormIsItsOwnNormalForm) {
  for (uint64_t seed = 2001; seed <= 2000 + trials(50); ++seed) {
    Caught diags;
    Module module(diags.engine);
    Random random(seed);
    Graph *graph = randomExecutable(module, "g", random, 12, DType::F64);
    auto once = normalize(module, *graph);
    ASSERT_TRUE(succeeded(once));
    std::string first = print(**once);
    foldConstants(**once);
    canonicalize(**once);
    eliminateCommonSubexpressions(**once);
    eliminateDeadCode(**once);
    EXPECT_EQ(first, print(**once));
  }
}

} // namespace
} // namespace fixcon

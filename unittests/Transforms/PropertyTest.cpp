// The normal form computes what the graph computes, on random graphs of all core ops.
#include "Property.h"
#include "RandomGraph/Drawer.h"
#include "RunGraph.h"
#include "generated/SourceFolder.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Normalize.h"

#include <cstdlib>
#include <fstream>

namespace fixcon {
namespace {

/// FIXCON_PROPERTY_TRIALS asks for a longer run, which also tells its figures.
const char *const asked = std::getenv("FIXCON_PROPERTY_TRIALS");
bool isLongRun() { return asked; }

uint64_t trials(uint64_t usual) { return asked ? std::strtoull(asked, nullptr, 10) : usual; }

/// Up to three failures are shown: they often have one cause.
void expectAll(uint64_t first, uint64_t count, DType dtype, double tolerance) {
  unsigned failures = 0;
  double largest = 0;
  for (uint64_t seed = first; seed < first + count && failures < 3; ++seed) {
    PropertyResult result = judgeRandom({seed, dtype, tolerance});
    failures += result.verdict != Verdict::Holds;
    largest = std::max(largest, result.deviation);
    EXPECT_TRUE(result.verdict == Verdict::Holds) << result.details;
  }
  if (isLongRun())
    std::cout << count << " graphs, largest deviation " << largest << "\n";
}

TEST(Property, NormalFormComputesTheSameExactlyWithDoubleWeights) {
  expectAll(1, trials(300), DType::F64, 1e-9);
}

TEST(Property, NormalFormComputesTheSameUpToTheRoundingOfFoldedWeights) {
  expectAll(1000001, trials(100), DType::F32, 1e-4);
}

TEST(Property, NormalFormIsItsOwnNormalForm) {
  for (uint64_t seed = 2000001; seed < 2000001 + trials(50); ++seed) {
    Caught diags;
    Module module(diags.engine);
    Random random(seed);
    auto handler = diags.engine.setHandler({});
    Graph *graph = randomExecutable(module, "g", random, 12, DType::F64).graph;
    diags.engine.setHandler(handler);
    auto once = normalize(module, *graph);
    ASSERT_TRUE(succeeded(once)) << "seed " << seed << diags.text << print(*graph);
    std::string first = print(**once);
    foldConstants(**once);
    canonicalize(**once);
    eliminateCommonSubexpressions(**once);
    eliminateDeadCode(**once);
    ASSERT_EQ(first, print(**once)) << "seed " << seed;
  }
}

/// The property is about every rewrite, so each must have been at work.
TEST(Property, EveryRewriteFires) {
  FiredRewrites fired;
  for (uint64_t seed = 3000001; seed < 3000001 + trials(600); ++seed)
    judgeRandom({seed, DType::F64, 1e-9, &fired});
#define CANONICALIZATION(Id, Root)                                                                 \
  EXPECT_TRUE(fired.contains(#Id))                                                                 \
      << "draw in unittests/Transforms/RandomGraph what " #Id " rewrites";
#include "fixcon/Transforms/Canonicalizations.def"
  if (isLongRun())
    for (const auto &[id, times] : fired)
      std::cout << id << " fired " << times << " times\n";
}

/// "<op>: <reason>" a line; '#' begins a comment.
std::map<std::string, std::string> notDrawn() {
  std::map<std::string, std::string> result;
  std::ifstream file(FIXCON_SOURCE_DIR "/unittests/Transforms/RandomGraph/NotDrawn.txt");
  for (std::string line; std::getline(file, line);) {
    size_t colon = line.find(": ");
    if (!line.starts_with("#") && colon != std::string::npos)
      result[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return result;
}

/// How often each op is drawn by `count` calls of each maker.
std::map<std::string, unsigned> drawnOps(uint64_t count) {
  Diagnostics silent;
  std::map<std::string, unsigned> drawn;
  uint64_t seed = 0;
  for (const MakerEntry &entry : allMakers())
    for (uint64_t i = 0; i < count; ++i) {
      Module module(silent);
      Graph *graph = module.addGraph("g");
      Random random(++seed);
      unsigned names = 0;
      Drawer draw(random, *graph, DType::F64, names);
      Value *x = graph->addArgument(Type::tensor(DType::F64, Shape{2, 4, 6, 4}), "x");
      if (!entry.make(draw, draw.make("identity", {x})))
        continue;
      graph->walk([&](const Op &op) { ++drawn[op.name()]; });
    }
  return drawn;
}

TEST(Property, EveryOpIsDrawnOrListedWithItsReason) {
  auto drawn = drawnOps(150);
  auto excused = notDrawn();
  for (const OpDef *def : allOpDefs())
    EXPECT_NE(drawn.contains(def->name()), excused.contains(def->name()))
        << def->name()
        << ": give it a maker in unittests/Transforms/RandomGraph, or a line with a reason in "
           "NotDrawn.txt there; not both";
  for (const auto &[name, reason] : excused)
    EXPECT_TRUE(opDef(name)) << name << " is listed in NotDrawn.txt, but there is no such op";
}

} // namespace
} // namespace fixcon

// Random graphs of all core ops run alike by kernels and by the reference.
#include "RandomExecutable.h"
#include "RunGraph.h"

#include "fixcon/JIT/JIT.h"

#include <cstdlib>

namespace fixcon {
namespace {

TEST(Property, KernelsComputeWhatTheReferenceComputes) {
  const char *asked = std::getenv("FIXCON_PROPERTY_TRIALS");
  uint64_t trials = asked ? std::strtoull(asked, nullptr, 10) : 100;
  for (uint64_t seed = 1; seed <= trials; ++seed) {
    Caught diags;
    Module module(diags.engine);
    Random random(seed);
    RandomExecutable drawn = randomExecutable(module, "g", random, 12, DType::F64);
    const Graph &graph = *drawn.graph;
    std::vector<Tensor> arguments{randomTensor(
        Type::tensor(DType::F64, Dims(drawn.shape.begin(), drawn.shape.end())), random)};
    auto reference = makeReferenceExecutor(graph, {}), jit = makeJITExecutor(graph, {});
    ASSERT_TRUE(succeeded(reference) && succeeded(jit));
    auto expected = (*reference)->runOutputs(arguments), got = (*jit)->runOutputs(arguments);
    ASSERT_EQ(succeeded(expected), succeeded(got)) << "seed " << seed << "\n" << diags.text;
    if (failed(expected))
      continue;
    for (size_t i = 0; i < expected->size(); ++i) {
      ASSERT_EQ((*expected)[i].shape(), (*got)[i].shape()) << "seed " << seed;
      ErrorMetrics error = compare((*expected)[i], (*got)[i]);
      ASSERT_TRUE(error.relMax <= 1e-9)
          << "seed " << seed << ", output " << i << ": " << error.relMax << "\n"
          << print(graph);
    }
  }
}

} // namespace
} // namespace fixcon

// Random networks that keep their batch, and targets that hold it in some of the places: what fails in a batch
// is found and repaired, and nothing else is blamed.
#include "RunGraph.h"

#include "fixcon/Comparison/PassRegistry.h"
#include "fixcon/Fault/Fault.h"
#include "fixcon/Pass/PassManager.h"
#include "fixcon/Transforms/Normalize.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace fixcon {
namespace {

/// A chain of layers in which each that says the batch says it in one of several ways, and in the target perhaps by
/// a number.
class RandomPair {
public:
  explicit RandomPair(uint64_t seed) : random(seed) {
    for (int layers = random.between(3, 8); layers > 0; --layers)
      addLayer();
    isFrozen = random.chance(0.25);
  }

  std::string text() const {
    return graph("source", "N", sourceWeights, sourceOps) +
           graph("target", isFrozen ? "1" : "N", targetWeights, targetOps);
  }

  bool isFrozen = false;

private:
  std::string graph(const char *side, const char *batch, const std::string &weights,
                    const std::string &ops) const {
    return "graph @" + std::string(side) + "(%x: f32[" + batch +
           ",2,3]) dialect(\"onnx\", opset = 13) {\n" + weights + ops + "  return %" + value +
           "\n}\n";
  }

  std::string name() { return "v" + std::to_string(++count); }

  void weight(const std::string &line) {
    sourceWeights += "  weight " + line + "\n";
    targetWeights += "  weight " + line + "\n";
  }

  void op(const std::string &result, const std::string &line) {
    sourceOps += "  %" + result + " = " + line + " : ?\n";
    targetOps += "  %" + result + " = " + line + " : ?\n";
    value = result;
  }

  void addLayer() {
    switch (random.between(0, 4)) {
    case 0:
      return op(name(), random.chance(0.5) ? "onnx.Tanh %" + value : "onnx.Sigmoid %" + value);
    case 1:
      return addProduct();
    case 2:
      return addReshape();
    case 3:
      return dims.size() == 2 ? addToken() : addReshape();
    default:
      if (dims.size() != 2)
        return addReshape();
      std::swap(dims[0], dims[1]);
      return op(name(), "onnx.Transpose %" + value + " {perm = [0, 2, 1]}");
    }
  }

  void addProduct() {
    std::string w = name();
    weight("%" + w + " : f32[" + std::to_string(dims.back()) + ",4] = seeded<" +
           std::to_string(count) + ">");
    dims.back() = 4;
    op(name(), "onnx.MatMul %" + value + ", %" + w);
  }

  static std::string list(const std::string &batch, const std::vector<int64_t> &rest) {
    std::string text = "dense<[" + batch;
    for (int64_t size : rest)
      text += ", " + std::to_string(size);
    return text + "]>";
  }

  /// From [N,a,b] to [N,a*b] or back.
  void addReshape() {
    if (dims.size() == 2)
      dims = {dims[0] * dims[1]};
    else
      dims = dims[0] % 2 ? std::vector<int64_t>{1, dims[0]} : std::vector<int64_t>{2, dims[0] / 2};
    std::string shape = name(), type = "i64[" + std::to_string(dims.size() + 1) + "] = ";
    std::string open = random.chance(0.5) ? "0" : "-1";
    sourceWeights += "  weight %" + shape + " : " + type + list(open, dims) + "\n";
    targetWeights +=
        "  weight %" + shape + " : " + type + list(random.chance(0.4) ? "1" : open, dims) + "\n";
    op(name(), "onnx.Reshape %" + value + ", %" + shape);
  }

  /// One row more in front, the same for all samples.
  void addToken() {
    std::string token = name(), rest = name(), expanded = name();
    std::string last = std::to_string(dims[1]);
    weight("%" + token + " : f32[1,1," + last + "] = seeded<" + std::to_string(count) + ">");
    std::string repeated = "  %" + expanded + " = onnx.Expand %" + token + ", %" + rest + " : ?\n";
    std::string first = rest + "_first", shape = rest + "_shape", sizes = rest + "_sizes";
    std::string computed = "  %" + shape + " = onnx.Shape %x : ?\n  %" + first +
                           " = onnx.Gather %" + shape + ", %" + rest + "_zero : ?\n  %" + rest +
                           " = onnx.Concat %" + first + ", %" + sizes + " {axis = 0} : ?\n";
    std::string constants = "  weight %" + rest + "_zero : i64[1] = dense<[0]>\n  weight %" +
                            sizes + " : i64[2] = dense<[1, " + last + "]>\n";
    sourceWeights += constants;
    sourceOps += computed + repeated;
    if (random.chance(0.5)) {
      targetWeights += "  weight %" + rest + " : i64[3] = dense<[1, 1, " + last + "]>\n";
      targetOps += repeated;
    } else {
      targetWeights += constants;
      targetOps += computed + repeated;
    }
    ++dims[0];
    op(name(), "onnx.Concat %" + expanded + ", %" + value + " {axis = 1}");
  }

  Random random;
  std::vector<int64_t> dims{2, 3}; ///< behind the batch
  int count = 0;
  std::string value = "x", sourceWeights, targetWeights, sourceOps, targetOps;
};

/// How far the two are apart in a batch of 2; infinite if the target does not run.
double apartInABatch(const Module &module) {
  Diagnostics quiet;
  Module scratch(quiet);
  ArgumentTypeMap batch{{"x", Type::tensor(DType::F32, Shape{2, 2, 3})}};
  auto executable = [&](const char *side) {
    return legalize(scratch, *scratch.cloneModel(*module.graph(side)), batch);
  };
  auto source = executable("source"), target = executable("target");
  double far = std::numeric_limits<double>::infinity();
  return failed(source) || failed(target) ? far : distance(**source, **target, 7);
}

bool runPasses(Module &module, const char *passes) {
  PassContext context{Environment()};
  PassManager manager(passRegistry(), {});
  auto pipeline = parsePipeline(passes, "pipeline", module.diagnostics());
  return succeeded(pipeline) && succeeded(manager.add(*pipeline, module.diagnostics())) &&
         manager.run(module, context) == PassOutcome::Done;
}

TEST(BakedBatchProperty, IsFoundAndRepaired) {
  const char *given = std::getenv("FIXCON_PROPERTY_TRIALS");
  uint64_t trials = given ? std::strtoull(given, nullptr, 10) : 200, baked = 0, right = 0;
  for (uint64_t seed = 1; seed <= trials; ++seed) {
    Caught diags;
    RandomPair pair(seed);
    auto module = parsed(pair.text(), diags);
    ASSERT_TRUE(module);
    auto handler = diags.engine.setHandler({});
    bool isFaulty = pair.isFrozen || apartInABatch(*module) > 1e-6;
    ASSERT_TRUE(runPasses(*module, "validate,probe,localize-id,repair-id,accept-repairs"))
        << "seed " << seed << "\n"
        << pair.text();
    diags.engine.setHandler(handler);
    std::vector<Fault> faults = faultsOf(*module);
    ++(isFaulty ? baked : right);
    ASSERT_EQ(faults.size(), isFaulty ? 1u : 0u) << "seed " << seed << "\n" << pair.text();
    if (!isFaulty)
      continue;
    EXPECT_EQ(faults[0].rule, "FX-ID-batch");
    EXPECT_EQ(faults[0].status, RepairStatus::Applied)
        << "seed " << seed << ": " << faults[0].repairSummary << "\n"
        << pair.text();
    EXPECT_LE(apartInABatch(*module), 1e-6) << "seed " << seed << "\n" << pair.text();
  }
  EXPECT_GT(baked, trials / 4);
  EXPECT_GT(right, trials / 10);
}

} // namespace
} // namespace fixcon

// Running graphs on random inputs, to see that two spellings have one meaning.
#pragma once

#include "fixcon/Exec/Executor.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Support/Random.h"
#include "fixcon/Tensor/Metrics.h"

#include <gtest/gtest.h>

namespace fixcon {

/// Diagnostics as text.
struct Caught {
  Caught() {
    engine.setHandler([this](const Diagnostic &d) { text += engine.format(d) + "\n"; });
  }
  Diagnostics engine;
  std::string text;
};

inline std::unique_ptr<Module> parsed(std::string_view text, Caught &diags) {
  auto module = parseModule(text, "test.ir", diags.engine);
  EXPECT_TRUE(succeeded(module)) << diags.text << text;
  return failed(module) ? nullptr : std::move(*module);
}

inline Tensor randomTensor(const Type &type, Random &random) {
  Shape shape;
  for (const Dim &dim : type.dims())
    shape.push_back(dim.isStatic() ? dim.size() : 2);
  Tensor values(DType::F64, shape);
  for (double &v : values.mutableData<double>())
    v = isFloat(type.dtype()) ? random.uniform(-2, 2) : double(random.between(0, 3));
  return values.converted(type.dtype());
}

inline std::vector<Tensor> randomArguments(const Graph &graph, uint64_t seed) {
  Random random(seed);
  std::vector<Tensor> arguments;
  for (const auto &argument : graph.arguments())
    arguments.push_back(randomTensor(argument->type(), random));
  return arguments;
}

/// Outputs in f64; empty after a failure.
inline std::vector<Tensor> outputsOf(const Graph &graph, const std::vector<Tensor> &arguments) {
  auto executor = makeReferenceExecutor(graph, {});
  if (failed(executor))
    return {};
  auto results = (*executor)->runOutputs(arguments);
  return failed(results) ? std::vector<Tensor>() : *results;
}

/// The largest relative distance of any output; infinite if shapes differ or a run fails.
inline double distance(const Graph &a, const Graph &b, uint64_t seed) {
  constexpr double never = std::numeric_limits<double>::infinity();
  std::vector<Tensor> arguments = randomArguments(a, seed);
  std::vector<Tensor> x = outputsOf(a, arguments), y = outputsOf(b, arguments);
  if (x.empty() || x.size() != y.size())
    return never;
  double worst = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    if (x[i].shape() != y[i].shape() || x[i].dtype() != y[i].dtype())
      return never;
    ErrorMetrics error = compare(x[i], y[i]);
    worst = std::max(worst, error.nonFinite ? never : error.relMax);
  }
  return worst;
}

} // namespace fixcon

#include "NodeTest.h"

#include "fixcon/Exec/Executor.h"
#include "fixcon/Formats/ONNX/Import.h"
#include "fixcon/IR/Module.h"
#include "fixcon/JIT/JIT.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

/// As the suite's own runner: two steps of bf16 are allowed, for its data are rounded in between.
static bool close(double actual, double expected, DType dtype) {
  constexpr double absolute = 1e-5;
  double relative = dtype == DType::BF16 ? 0x1p-6 : 1e-3;
  if (std::isnan(expected) || std::isinf(expected))
    return std::isnan(expected) ? std::isnan(actual) : actual == expected;
  return std::fabs(actual - expected) <= absolute + relative * std::fabs(expected);
}

/// Complex numbers as pairs of floats.
static Tensor realView(const Tensor &t) {
  if (classOf(t.dtype()) != DTypeClass::Complex)
    return t;
  Shape shape = t.shape();
  shape.push_back(2);
  DType part = t.dtype() == DType::C64 ? DType::F32 : DType::F64;
  return Tensor::view(part, shape, t.bytes(), std::make_shared<Tensor>(t));
}

std::string difference(const Tensor &actual, const Tensor &expected) {
  if (actual.dtype() != expected.dtype() || actual.shape() != expected.shape())
    return "is " + std::string(name(actual.dtype())) + "[" + str(actual.shape()) + "], expected " +
           std::string(name(expected.dtype())) + "[" + str(expected.shape()) + "]";
  if (expected.isString())
    return std::ranges::equal(actual.strings(), expected.strings()) ? "" : "strings differ";
  Tensor a = realView(actual), e = realView(expected);
  for (int64_t i = 0; i < e.size(); ++i) {
    bool equal = isFloat(e.dtype()) ? close(a.toDouble(i), e.toDouble(i), e.dtype())
                                    : a.toInt(i) == e.toInt(i);
    if (!equal)
      return "element " + std::to_string(i) + " is " + std::to_string(a.toDouble(i)) +
             ", expected " + std::to_string(e.toDouble(i));
  }
  return "";
}

std::string difference(const Datum &actual, const Datum &expected) {
  if (actual.kind() != expected.kind())
    return "is " + actual.type().str() + ", expected " + expected.type().str();
  if (actual.isTensor())
    return difference(actual.tensor(), expected.tensor());
  const auto &a = actual.elements(), &e = expected.elements();
  if (a.size() != e.size())
    return "has " + std::to_string(a.size()) + " elements, expected " + std::to_string(e.size());
  for (size_t i = 0; i < a.size(); ++i)
    if (std::string problem = difference(a[i], e[i]); !problem.empty())
      return "entry " + std::to_string(i) + " " + problem;
  return "";
}

/// The suite's files hold the bits of bf16 as u16.
static Datum asTyped(const Datum &datum, const Type &type) {
  bool bits = datum.isTensor() && datum.dtype() == DType::U16 && type.dtype() == DType::BF16;
  return bits ? datum.tensor().bitcast(DType::BF16) : datum;
}

/// The files <stem>_0.pb, <stem>_1.pb, ... of a data set.
static FailureOr<std::vector<Datum>> readData(const std::filesystem::path &folder,
                                              const std::string &stem,
                                              const std::vector<Type> &types, Diagnostics &diags) {
  std::vector<Datum> data;
  for (;;) {
    auto path = folder / (stem + "_" + std::to_string(data.size()) + ".pb");
    if (!std::filesystem::exists(path))
      return data;
    Type type = data.size() < types.size() ? types[data.size()] : Type();
    auto datum = readDatumProto(path.string(), type, diags);
    if (failed(datum))
      return failure();
    data.push_back(std::move(*datum));
  }
}

static std::string checkOutputs(const std::vector<Datum> &actual,
                                const std::vector<Datum> &expected) {
  if (actual.size() != expected.size())
    return std::to_string(actual.size()) + " outputs, expected " + std::to_string(expected.size());
  for (size_t i = 0; i < actual.size(); ++i)
    if (std::string problem = difference(actual[i], expected[i]); !problem.empty())
      return "output " + std::to_string(i) + " " + problem;
  return "";
}

/// Failure has been reported; a difference is the string.
static FailureOr<std::string> runDataSets(const std::filesystem::path &folder, Executor &executor,
                                          Diagnostics &diags) {
  const Graph &graph = executor.graph();
  std::vector<Type> inputTypes, outputTypes;
  for (const auto &argument : graph.arguments())
    inputTypes.push_back(argument->type());
  for (unsigned i = 0; i < graph.numOutputs(); ++i)
    outputTypes.push_back(graph.output(i)->type());
  int sets = 0;
  for (;; ++sets) {
    auto data = folder / ("test_data_set_" + std::to_string(sets));
    if (!std::filesystem::exists(data))
      return std::string(sets ? "" : "no data");
    auto inputs = readData(data, "input", inputTypes, diags);
    auto expected = readData(data, "output", outputTypes, diags);
    if (failed(inputs) || failed(expected))
      return failure();
    for (size_t i = 0; i < inputs->size() && i < inputTypes.size(); ++i)
      (*inputs)[i] = asTyped((*inputs)[i], inputTypes[i]);
    auto outputs = executor.runDataOutputs(*inputs);
    if (failed(outputs))
      return failure();
    if (std::string problem = checkOutputs(*outputs, *expected); !problem.empty())
      return problem;
  }
}

NodeTestResult runNodeTest(const std::filesystem::path &folder) {
  std::string firstError;
  Diagnostics diags([&](const Diagnostic &d) {
    if (d.severity == Severity::Error && firstError.empty())
      firstError = d.message;
  });
  Module module(diags);
  NodeTestResult result;
  auto fail = [&] {
    result.problem = firstError.empty() ? "failed without a diagnostic" : firstError;
    return result;
  };
  auto faithful = importONNX((folder / "model.onnx").string(), module, "model");
  if (failed(faithful))
    return fail();
  if (const Op *op = (*faithful)->front())
    result.op = op->type();
  auto core = legalize(module, **faithful);
  if (failed(core) || failed(inferTypes(**core)))
    return fail();
  ExecOptions options;
  options.numerics = Numerics::Typed;
  using Maker = FailureOr<std::unique_ptr<Executor>> (*)(const Graph &, const ExecOptions &);
  for (auto [name, make] : {std::pair<std::string, Maker>("", makeReferenceExecutor),
                            std::pair<std::string, Maker>("by kernels: ", makeJITExecutor)}) {
    auto executor = make(**core, options);
    if (failed(executor))
      return fail();
    auto problem = runDataSets(folder, **executor, diags);
    if (failed(problem))
      return fail();
    if (!problem->empty()) {
      result.problem = name + *problem;
      return result;
    }
  }
  return result;
}

} // namespace fixcon

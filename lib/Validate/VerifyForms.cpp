// verify-forms: the normal form of a model must compute what its executable form computes. Faults are
// searched on the normal form, so a wrong rewrite of ours would be taken for a fault of the model; here
// it shows as a difference between two forms of one model, and is reported as an error of ours.
//
// Both run in f64 on the first samples. What may differ is the rounding of folded parameters to the
// dtype that the model stores them in, which is of the size of the rounding that a run in the model's
// own dtypes brings: a float output is wrong only beyond 1e-3 of its largest element *and* 64 times that
// rounding. A model that rounds within itself takes steps, so that a difference in the last place may become one
// of the first; what inputs off by their last place make of it counts as rounding too. Integer outputs are
// decisions on floats and follow from them. Models that draw random numbers are passed over: their forms draw
// different ones. Of a quantised model the exact simplification is verified, not the real arithmetic that is compared.
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Support/Random.h"
#include "fixcon/Tensor/Metrics.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

constexpr int64_t samplesUsed = 2;
constexpr double tolerance = 1e-3;
constexpr double timesRounding = 64;
constexpr double timesSteps = 4;

bool isDeterministic(const Graph &core) {
  bool all = true;
  core.walk([&](const Op &op) {
    const OpDef *def = opDef(op);
    all &= def && (def->isDeterministic() || isOpaque(op));
  });
  return all;
}

/// max |a - b| where `a` is finite, relative to the largest such |a|; infinite if `b` is not finite there
/// or of another size.
double relativeDistance(const Tensor &a, const Tensor &b) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (a.size() != b.size())
    return infinite;
  double distance = 0, largest = 0;
  for (int64_t i = 0; i < a.size(); ++i) {
    double x = a.toDouble(i), y = b.toDouble(i);
    if (!std::isfinite(x))
      continue;
    if (!std::isfinite(y))
      return infinite;
    distance = std::max(distance, std::fabs(x - y));
    largest = std::max(largest, std::fabs(x));
  }
  return distance == 0 ? 0 : distance / largest;
}

/// The two forms of one model, run side by side.
class FormComparison {
public:
  FormComparison(const Graph &faithful, const Graph &executable, const Graph &normal,
                 PassContext &context)
      : faithful(faithful), executable(executable), normal(normal), context(context) {}

  LogicalResult run(SampleSource &samples) {
    if (!isDeterministic(executable) || normal.numOutputs() != executable.numOutputs())
      return success();
    if (failed(makeExecutors()))
      return failure();
    int64_t used = 0;
    for (int64_t i = 0; i < samples.size() && used < samplesUsed; ++i) {
      auto inputs = samples.load(faithful, i);
      if (failed(inputs))
        continue;
      ++used;
      if (failed(compare(*inputs)))
        return failure();
    }
    return success();
  }

private:
  using Inputs = std::map<std::string, Tensor>;

  LogicalResult makeExecutors() {
    ExecOptions exact, typed;
    exact.seed = typed.seed = context.environment.seed;
    typed.numerics = Numerics::Typed;
    for (auto [graph, options, into] : {std::tuple(&executable, exact, &executableExecutor),
                                        std::tuple(&executable, typed, &typedExecutor),
                                        std::tuple(&normal, exact, &normalExecutor)}) {
      auto made = context.environment.executor(*graph, options);
      if (failed(made))
        return failure();
      *into = std::move(*made);
    }
    return success();
  }

  /// What is compared: outputs that can be computed.
  std::vector<unsigned> known(const Inputs &inputs) const {
    RunShadow one(executable, inputs), other(normal, inputs);
    std::vector<unsigned> places;
    for (unsigned i = 0; i < executable.numOutputs(); ++i)
      if (!one.cause(executable.output(i)) && !other.cause(normal.output(i)))
        places.push_back(i);
    return places;
  }

  static FailureOr<std::vector<Datum>> outputs(Executor &executor, const Inputs &inputs,
                                               const std::vector<unsigned> &places) {
    std::vector<const Value *> fetches;
    for (unsigned i : places)
      fetches.push_back(executor.graph().output(i));
    return executor.runData(bindArguments<Datum>(executor.graph(), inputs), fetches);
  }

  LogicalResult compare(const Inputs &inputs) {
    std::vector<unsigned> places = known(inputs);
    auto expected = outputs(*executableExecutor, inputs, places),
         got = outputs(*normalExecutor, inputs, places);
    auto typed = outputs(*typedExecutor, inputs, places);
    if (failed(expected) || failed(got) || failed(typed))
      return failure();
    for (unsigned i = 0; i < expected->size(); ++i) {
      const Datum &a = (*expected)[i], &b = (*got)[i], &rounded = (*typed)[i];
      if (!a.isTensor() || !b.isTensor() || !rounded.isTensor() || !isFloat(a.tensor().dtype()))
        continue;
      double distance = relativeDistance(a.tensor(), b.tensor());
      double rounding = relativeDistance(a.tensor(), rounded.tensor());
      if (distance > tolerance && distance > timesRounding * rounding &&
          distance > timesSteps * sensitivity(inputs, places, i, a.tensor()))
        return faithful.module().diagnostics().internalError(faithful.location())
               << "the normal form of @" << faithful.name()
               << " does not compute what the model does: output '"
               << executable.outputName(places[i]) << "' is off by " << distance
               << " of its largest element; a rewrite is wrong, not the model";
    }
    return success();
  }

  /// How far the output moves when inputs are off by their last place.
  double sensitivity(const Inputs &inputs, const std::vector<unsigned> &places, unsigned i,
                     const Tensor &output) {
    constexpr uint64_t trials = 4;
    double farthest = 0;
    for (uint64_t trial = 0; trial < trials; ++trial) {
      auto moved = outputs(*executableExecutor, perturbed(inputs, trial), places);
      if (succeeded(moved) && (*moved)[i].isTensor())
        farthest = std::max(farthest, relativeDistance(output, (*moved)[i].tensor()));
    }
    return farthest;
  }

  static Inputs perturbed(Inputs inputs, uint64_t seed) {
    Random random(seed);
    for (auto &[name, tensor] : inputs) {
      if (!isFloat(tensor.dtype()))
        continue;
      tensor = tensor.converted(DType::F64);
      for (double &x : tensor.mutableData<double>())
        x *= random.chance(0.5) ? 1 + 2 * unitRoundoff : 1 - 2 * unitRoundoff;
    }
    return inputs;
  }

  const Graph &faithful, &executable, &normal;
  PassContext &context;
  std::unique_ptr<Executor> executableExecutor, typedExecutor, normalExecutor;
};

} // namespace

std::unique_ptr<Pass> createVerifyForms() {
  struct VerifyForms : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      const auto *executable = context.analyses.get<ExecutablePair>(module, context);
      const auto *normal = context.analyses.get<NormalPair>(module, context);
      if (!executable || !normal)
        return failure();
      std::shared_ptr<SampleSource> samples = samplesOf(module, context);
      return success(succeeded(verify(*executable->sourceExecutable, *normal->sourceNormal, context,
                                      *samples)) &&
                     succeeded(verify(*executable->targetExecutable, *normal->targetNormal, context,
                                      *samples)));
    }

    /// The form that a quantised model is compared in rounds nowhere; what it is made by is verified without that.
    static LogicalResult verify(const Graph &executable, const Graph &normal, PassContext &context,
                                SampleSource &samples) {
      Module &module = executable.module();
      const Graph &faithful = *module.graph(executable.derivedFrom());
      if (!isQuantized(executable))
        return FormComparison(faithful, executable, normal, context).run(samples);
      auto exact = normalizeExecutable(module, executable);
      if (failed(exact))
        return failure();
      bool equal = succeeded(FormComparison(faithful, executable, **exact, context).run(samples));
      module.eraseGraph(std::string((*exact)->name()));
      return success(equal);
    }
  };
  return std::make_unique<VerifyForms>();
}

} // namespace fixcon

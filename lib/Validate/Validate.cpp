// validate: runs both models on every sample and records how they compare:
//
//   evaluation @target {samples = 1000, mismatches = 492, near_ties = 3, max_abs = 0.91, ...}
//
// The tag is `before` for the first evaluation of a module and `after` for later ones. Where an output is not
// finite, it is looked up where that begins.
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Nonfinite.h"

namespace fixcon {

static void recordNonfinite(Module &module, const Graph &executable, const Graph &faithful,
                            int64_t sample, PassContext &context) {
  auto samples = samplesOf(module, context);
  auto inputs = sample >= 0 ? samples->load(faithful, sample)
                            : FailureOr<std::map<std::string, Tensor>>(failure());
  if (failed(inputs))
    return;
  auto origin = findNonfinite(executable, faithful, *inputs, context.environment);
  if (!origin)
    return;
  origin->sample = samples->name(sample);
  setNonfiniteOrigin(module, faithful.name(), *origin);
}

std::unique_ptr<Pass> createValidate() {
  struct Validate : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      const auto *pair = context.analyses.get<ExecutablePair>(module, context);
      if (!pair)
        return failure();
      for (const Op *misfit : misfits(*pair->targetExecutable))
        module.diagnostics().warning(misfit->location())
            << "the target does not run at the sizes of the data: " << complaintOf(*misfit);
      auto e = evaluate(*pair->sourceExecutable, *pair->targetExecutable, context);
      if (failed(e))
        return failure();
      if (e->samples == 0 && context.wasStopped())
        return success();
      if (e->samples == 0)
        return module.diagnostics().error(pair->source->location()) << "no sample could be read";
      recordNonfinite(module, *pair->sourceExecutable, *pair->source, e->nonfiniteSource, context);
      recordNonfinite(module, *pair->targetExecutable, *pair->target, e->nonfiniteTarget, context);
      setEvaluation(module, evaluationOf(module, "before") ? "after" : "before", *e);
      return success();
    }
  };
  return std::make_unique<Validate>();
}

} // namespace fixcon

// validate: runs both models on every sample and records how they compare:
//
//   evaluation @target {samples = 1000, mismatches = 492, near_ties = 3, max_abs = 0.91, ...}
//
// The tag is `before` for the first evaluation of a module and `after` for later ones.
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Validate/Evaluation.h"

namespace fixcon {

std::unique_ptr<Pass> createValidate() {
  struct Validate : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      const auto *pair = context.analyses.get<ExecutablePair>(module, context);
      if (!pair)
        return failure();
      auto e = evaluate(*pair->sourceExecutable, *pair->targetExecutable, context);
      if (failed(e))
        return failure();
      if (e->samples == 0 && context.wasStopped())
        return success();
      if (e->samples == 0)
        return module.diagnostics().error(pair->source->location()) << "no sample could be read";
      setEvaluation(module, evaluationOf(module, "before") ? "after" : "before", *e);
      return success();
    }
  };
  return std::make_unique<Validate>();
}

} // namespace fixcon

// restore-samples: goes on with the data where `vary-samples` went on with another sample. What was found and edited
// there is judged on the data, as all is.
#include "DerivedSamples.h"
#include "fixcon/Align/NormalPair.h"

namespace fixcon {

std::unique_ptr<Pass> createRestoreSamples() {
  struct RestoreSamples : Pass {
    bool isObligatory() const override { return true; }

    LogicalResult run(Module &module, PassContext &context) override {
      auto varied = std::dynamic_pointer_cast<DerivedSamples>(context.environment.samples);
      if (!varied)
        return success();
      context.environment.samples = varied->original();
      invalidatePair(module, context);
      return success();
    }
  };
  return std::make_unique<RestoreSamples>();
}

} // namespace fixcon

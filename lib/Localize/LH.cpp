// localize-lh: ops that are configured otherwise than their partners, views apart, which tss looks at.
#include "fixcon/Localize/Configuration.h"

namespace fixcon {

std::unique_ptr<Pass> createLocalizeLH() {
  struct LocalizeLH : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto aligned = AlignedPair::of(module, context);
      const auto *files = context.analyses.get<ExecutablePair>(module, context);
      if (!aligned || !files)
        return failure();
      reportConfiguration(module, *aligned, *files, context, FaultType::LH);
      return success();
    }
  };
  return std::make_unique<LocalizeLH>();
}

} // namespace fixcon

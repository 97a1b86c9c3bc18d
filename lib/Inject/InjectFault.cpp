// inject-fault: plants faults of known kind and place into @target, and records what was done. So it can be
// measured what is found, and a report can be tried on a model of one's own.
#include "PlantPass.h"

namespace fixcon {

std::unique_ptr<Pass> createInjectFault() {
  struct InjectFault : PlantPass {
    std::span<const EditKind> kinds() const override { return faultKinds(); }
  };
  return std::make_unique<InjectFault>();
}

} // namespace fixcon

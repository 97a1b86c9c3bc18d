// disguise: writes @target in other words of the same meaning, and records what was done. A right comparison
// sees none of it.
#include "PlantPass.h"

namespace fixcon {

std::unique_ptr<Pass> createDisguise() {
  struct Disguise : PlantPass {
    std::span<const EditKind> kinds() const override { return disguiseKinds(); }
  };
  return std::make_unique<Disguise>();
}

} // namespace fixcon

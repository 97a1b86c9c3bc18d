// repair-lh: gives an op of the target the source's hyperparameter.
#include "Configuration.h"

namespace fixcon {

std::unique_ptr<Pass> createRepairLH() {
  struct RepairLH : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto repairer = makeConfigurationRepairer(module, context);
      return repairEach(module, context, FaultType::LH, *repairer);
    }
  };
  return std::make_unique<RepairLH>();
}

} // namespace fixcon

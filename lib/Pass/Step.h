// What the manager keeps of one step.
#pragma once

#include "fixcon/Pass/PassManager.h"

namespace fixcon {

/// A pass that is ready to run, or a group.
struct PassManager::Step {
  PipelineStep text;
  std::unique_ptr<Pass> pass;
  std::vector<Step> body;
};

} // namespace fixcon

// What the manager keeps of one step, and how it copies a module.
#pragma once

#include "fixcon/Pass/PassManager.h"

namespace fixcon {

/// A pass that is ready to run, or a group.
struct PassManager::Step {
  PipelineStep text;
  std::unique_ptr<Pass> pass;
  std::vector<Step> body;
};

/// Graphs, records and attributes of `module`; weights are shared until written.
std::unique_ptr<Module> cloneModule(const Module &module);

} // namespace fixcon

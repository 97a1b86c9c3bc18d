// Random modules for property tests: well-formed by construction, any feature of the IR, seeded.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

struct RandomModuleOptions {
  unsigned maxOps = 12;
  unsigned maxDepth = 2; ///< of nested graphs
};

/// Foreign op names, every attribute kind, every dtype, odd names, absent operands and results,
/// shared and captured weights, records. Not meant to be executed.
std::unique_ptr<Module> randomModule(Random &random, Diagnostics &diags,
                                     const RandomModuleOptions &options = {});

} // namespace fixcon

// Passes that do one thing to every core graph.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// A pass that runs `change` on every top-level core graph. Analyses are dropped if it says that
/// something may have changed; it fails if an error is reported.
std::unique_ptr<Pass> makeCoreGraphPass(bool (*change)(Graph &));

} // namespace fixcon

// Passes that do one thing to every core graph.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// A pass that runs `change` on every top-level core graph. Analyses are dropped if it says that
/// something has changed; the pass fails if it fails or reports an error.
std::unique_ptr<Pass> makeCoreGraphPass(std::function<FailureOr<bool>(Graph &)> change);

} // namespace fixcon

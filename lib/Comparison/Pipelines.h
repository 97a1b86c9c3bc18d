// The pipelines behind the subcommands of fixcon.
#pragma once

#include "fixcon/Comparison/Compare.h"

namespace fixcon {

/// The passes for `goal`, restricted to `types`.
std::string pipelineText(CompareGoal goal, const std::vector<FaultType> &types);

} // namespace fixcon

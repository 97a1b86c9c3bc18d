// The pipelines behind the subcommands of fixcon.
#pragma once

#include "fixcon/Comparison/Compare.h"

namespace fixcon {

/// The passes for `goal`, restricted to `types`; `isGiven`: values of unknown operators are.
std::string pipelineText(CompareGoal goal, const std::vector<FaultType> &types, bool isGiven,
                         const std::string &quantized = "float");

} // namespace fixcon

// The pipelines behind the subcommands of fixcon.
#pragma once

#include "fixcon/Fault/Fault.h"
#include "fixcon/Pass/Pipeline.h"

namespace fixcon {

enum class CompareGoal { Check, Localize, Repair };

/// The fault types that have a pass to find them, in the order in which faults are repaired.
std::vector<FaultType> localizedTypes();

/// The passes for `goal`, restricted to `types`.
std::string pipelineText(CompareGoal goal, const std::vector<FaultType> &types);

} // namespace fixcon

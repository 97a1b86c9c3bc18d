// An activation as part of the operator in front of it.
#pragma once

#include "fixcon/IR/Graph.h"

#include <vector>

namespace fixcon {

/// Where a rectifier that is one of `made` gives `result`, and an operator of them that nobody else reads could apply it
/// itself and applies none, it does, and `result` is what that gives.
void fuseActivation(Value *&result, const std::vector<Op *> &made);

} // namespace fixcon

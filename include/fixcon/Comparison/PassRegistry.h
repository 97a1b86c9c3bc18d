// The passes that the tools know: the index of fixcon/Pass/Passes.def as a table.
#pragma once

#include "fixcon/Pass/Pass.h"

#include <span>

namespace fixcon {

std::span<const PassEntry> passRegistry();

} // namespace fixcon

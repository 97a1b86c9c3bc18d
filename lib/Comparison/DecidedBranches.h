// What a comparison leaves out because no sample enters it.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

/// The nodes of either model, by name, that choose between nested graphs and of which the executable form has
/// one alone: sizes, or numbers that all samples give alike, decide it.
std::vector<std::string> decidedBranches(const Module &module);

} // namespace fixcon

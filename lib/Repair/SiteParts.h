// What the files differ in where a fault shows in the normal forms.
#pragma once

#include "fixcon/Fault/Fault.h"
#include "fixcon/Localize/FileDifferences.h"
#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// The differences of the chains of ops behind the two ops of a site; none where they are not alike.
std::vector<FileDifference> partsAt(Module &module, PassContext &context,
                                    const FaultSites::Site &site);

} // namespace fixcon

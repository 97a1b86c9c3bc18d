// The repair of differences that are known by their place alone.
#pragma once

#include "Repairer.h"

namespace fixcon {

/// Puts the source's ops in place of the target's where the nodes of the fault compute something else, one place after
/// the other; it stands if none is left there and fewer places differ in the whole model.
Edited repairPlaces(const Fault &fault, Module &module, PassContext &context);

/// Whether the nodes of the fault compute what the source's do.
bool arePlacesRepaired(const Fault &fault, Module &module, PassContext &context);

} // namespace fixcon

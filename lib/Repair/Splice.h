// Puts what the source computes in place of what the target does.
#pragma once

#include "fixcon/Localize/DifferingPlaces.h"
#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// Has the readers of the place's outputs read what the source's ops make of values that the target has: writes these
/// ops into the faithful target, in its dialect and opset, with the source's constants, and erases what nobody
/// reads any more. Ops whose results the target has already are not written again. Why it cannot be done; empty
/// if it was. The edit is not proven, and on a refusal half done: it wants a transaction around it.
std::string splice(const DifferingPlace &place, const AlignedPair &aligned, Module &module,
                   PassContext &context);

} // namespace fixcon

// The walk where inputs may have been exchanged.
#pragma once

#include "KnownPartners.h"
#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// Walks with the inputs paired as they are fed, then, if what reads several of a type differs, with two of them
/// exchanged; keeps what leaves the fewest values different.
FailureOr<Alignment> alignInputs(const NormalPair &pair, const SourceValues &values,
                                 Executor &target, const InputPartners &fed,
                                 const KnownPartners &known);

} // namespace fixcon

// Pairs of ops of one kind that are configured otherwise.
#pragma once

#include "fixcon/Align/Alignment.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Fault/Fault.h"

namespace fixcon {

/// Records a finding for each difference in attributes or configuring operands: FX-TSS-shape and the like of views
/// (type TSS), FX-LH-pads and the like of all other ops (LH). The same difference at several ops is one finding.
void reportConfiguration(Module &module, const AlignedPair &aligned, const ExecutablePair &files,
                         PassContext &context, FaultType type);

} // namespace fixcon

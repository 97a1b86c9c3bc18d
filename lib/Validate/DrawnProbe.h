// Both models on numbers drawn in place of the data.
#pragma once

#include "fixcon/Validate/Probe.h"

namespace fixcon {

/// One probe a group of draws that the source can be run on: its samples are the draws on which both models could
/// be judged. `source` and `target` are as those of probe(); none where their inputs are not the same numbers.
std::vector<Probe> probeDrawn(const Graph &source, const Graph &target, Module &module,
                              PassContext &context);

} // namespace fixcon

// The samples on which a probe has shown what the data does not.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// Where the evaluation of that tag shows nothing and one of its probes does, goes on with the samples of that probe:
/// what aligns, localises and repairs from then on sees the difference at work.
void goOnWithProbe(Module &module, PassContext &context, std::string_view tag);

} // namespace fixcon

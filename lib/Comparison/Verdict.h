// What a comparison comes to in one word, and what that word rests on.
#pragma once

#include "fixcon/Report/Report.h"

namespace fixcon {

/// Sets verdict and notes from what the report holds of samples, figures and findings. `allowRejected`: a
/// verdict is given however few of the samples could be judged.
void setVerdict(Report &report, bool allowRejected);
/// The last of the notes: what a match was not tried on.
void noteUntried(Report &report);

} // namespace fixcon

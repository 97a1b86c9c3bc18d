// Going on behind an op that does not fit what it reads.
#pragma once

#include "fixcon/IR/Op.h"

#include <functional>

namespace fixcon {

/// Tries `attempt`, which leaves things as they are where it fails: on `op` as it is, then with the sizes of what it
/// reads forgotten, by ops in front of it that keep what it said at first (Misfit.h). Where it fails all the
/// same, that is reported and they are gone.
LogicalResult attemptMarking(Op &op, const std::function<LogicalResult()> &attempt);

} // namespace fixcon

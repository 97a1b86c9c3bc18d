// Ctrl-C as a request: work that looks at it ends where its results are whole.
#pragma once

#include <atomic>

namespace fixcon {

/// From now on the first SIGINT sets the flag that is returned, and says on standard error that it did; the
/// next one ends the process as ever. A process that was started to ignore the signal goes on ignoring it.
const std::atomic<bool> &catchInterrupt();

} // namespace fixcon

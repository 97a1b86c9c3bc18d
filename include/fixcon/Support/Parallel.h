// Independent pieces of work over a few threads.
#pragma once

#include <cstdint>
#include <functional>

namespace fixcon {

/// Calls fn(i) for every i in [0, count), on up to `threads` threads, in no order. A piece that
/// returns false keeps further ones from starting; false if any did. So does one that throws; what it threw is thrown
/// again, here, when all have ended.
bool parallelFor(int64_t count, unsigned threads, const std::function<bool(int64_t)> &fn);

} // namespace fixcon

// What must hold before memory is touched, whatever the build: an assert is not there in a build with NDEBUG.
#pragma once

namespace fixcon {

/// Throws std::logic_error: an error of ours that the nearest place (an op, a pass, a tool) turns into a diagnostic.
[[noreturn]] void brokenInvariant(const char *what);

/// `what` is said if it does not hold.
inline void require(bool holds, const char *what) {
  if (!holds) [[unlikely]]
    brokenInvariant(what);
}

} // namespace fixcon

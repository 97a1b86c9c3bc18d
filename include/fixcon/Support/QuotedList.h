// Names as diagnostics and notes list them.
#pragma once

#include <span>
#include <string>

namespace fixcon {

/// "'a', 'b' and 3 more": at most `most` of the names.
std::string quotedList(std::span<const std::string> names, size_t most = SIZE_MAX);

} // namespace fixcon

// What somebody may have meant who spelt a name wrongly.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fixcon {

/// "; did you mean 'NAME'?" with the one of `names` that is closest to `word` by edit distance, or nothing
/// where none is close.
std::string didYouMean(std::string_view word, const std::vector<std::string> &names);

} // namespace fixcon

#include "fixcon/Support/QuotedList.h"

#include <algorithm>

namespace fixcon {

std::string quotedList(std::span<const std::string> names, size_t most) {
  std::string text;
  for (size_t i = 0; i < std::min(most, names.size()); ++i)
    text += (i ? ", '" : "'") + names[i] + "'";
  if (names.size() > most)
    text += " and " + std::to_string(names.size() - most) + " more";
  return text;
}

} // namespace fixcon

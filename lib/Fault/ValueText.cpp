// Files hold numbers as f32. The shortest decimal that leads back to the same f32 is what somebody once wrote;
// numbers that are no f32 get the digits that lead back to themselves.
#include "fixcon/Fault/ValueText.h"

#include <algorithm>
#include <charconv>

namespace fixcon {

static std::string shortest(double value) {
  char digits[64];
  auto narrow = static_cast<float>(value);
  auto end = static_cast<double>(narrow) == value
                 ? std::to_chars(digits, digits + sizeof digits, narrow)
                 : std::to_chars(digits, digits + sizeof digits, value);
  return {digits, end.ptr};
}

/// A long list by its beginning.
template <class List, class Text> static std::string listed(const List &list, Text textOf) {
  constexpr size_t most = 16;
  std::string text;
  for (size_t i = 0; i < std::min(list.size(), most); ++i)
    text += (text.empty() ? "" : ", ") + textOf(list[i]);
  if (list.size() > most)
    text += ", ... (" + std::to_string(list.size()) + " in all)";
  return "[" + text + "]";
}

std::string show(const Attribute &value) {
  if (value.empty())
    return "none";
  if (const double *number = value.get<double>())
    return shortest(*number);
  if (const auto *list = value.get<Attribute::Floats>())
    return listed(*list, shortest);
  if (const auto *list = value.get<Attribute::Ints>())
    return listed(*list, [](int64_t number) { return std::to_string(number); });
  if (const auto *list = value.get<Attribute::Strings>())
    return listed(*list, [](const std::string &text) { return Attribute(text).str(); });
  return value.str();
}

} // namespace fixcon

// Files hold numbers as f32. The shortest decimal that leads back to the same f32 is what somebody once wrote;
// numbers that are no f32 get the digits that lead back to themselves.
#include "fixcon/Fault/ValueText.h"

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

std::string show(const Attribute &value) {
  if (value.empty())
    return "none";
  if (const double *number = value.get<double>())
    return shortest(*number);
  const auto *list = value.get<Attribute::Floats>();
  if (!list)
    return value.str();
  std::string text;
  for (double number : *list)
    text += (text.empty() ? "" : ", ") + shortest(number);
  return "[" + text + "]";
}

} // namespace fixcon

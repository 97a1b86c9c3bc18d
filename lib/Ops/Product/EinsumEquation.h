// The equation of an einsum, read against the ranks of its operands.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fixcon {

/// Every axis of an operand and of the result as a number below `axes`.
struct EinsumEquation {
  size_t axes = 0;
  std::vector<std::vector<size_t>> operands;
  std::vector<size_t> result;

  /// nullopt if the text is malformed or does not fit the ranks.
  static std::optional<EinsumEquation> parse(std::string_view text,
                                             const std::vector<size_t> &ranks);
};

} // namespace fixcon

// Content hashes: a fast 128-bit one for identity inside a run, SHA-256 for reports.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fixcon {

/// 128 bits of XXH3. Equal content gives an equal hash on every machine and in every run.
struct ContentHash {
  uint64_t low = 0, high = 0;
  auto operator<=>(const ContentHash &) const = default;
  /// 32 lower-case hexadecimal digits.
  std::string str() const;
};

ContentHash hashBytes(std::span<const std::byte> bytes);
ContentHash hashString(std::string_view text);
/// The hash of a sequence of hashes; order matters.
ContentHash combine(std::span<const ContentHash> parts);

/// 64 lower-case hexadecimal digits.
std::string sha256(std::span<const std::byte> bytes);

} // namespace fixcon

template <> struct std::hash<fixcon::ContentHash> {
  size_t operator()(const fixcon::ContentHash &h) const noexcept { return h.low ^ (h.high >> 1); }
};

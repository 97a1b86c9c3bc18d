// XXH3 and SHA-256 come from LLVM's support library.
#include "fixcon/Support/Hash.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/xxhash.h"

namespace fixcon {

static llvm::ArrayRef<uint8_t> view(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()};
}

std::string ContentHash::str() const {
  uint64_t words[] = {high, low};
  std::string text;
  for (uint64_t word : words)
    for (int shift = 60; shift >= 0; shift -= 4)
      text += "0123456789abcdef"[(word >> shift) & 15];
  return text;
}

ContentHash hashBytes(std::span<const std::byte> bytes) {
  auto hash = llvm::xxh3_128bits(view(bytes));
  return {hash.low64, hash.high64};
}

ContentHash hashString(std::string_view text) { return hashBytes(std::as_bytes(std::span(text))); }

ContentHash combine(std::span<const ContentHash> parts) { return hashBytes(std::as_bytes(parts)); }

std::string sha256(std::span<const std::byte> bytes) {
  auto digest = llvm::SHA256::hash(view(bytes));
  return llvm::toHex(digest, /*LowerCase=*/true);
}

} // namespace fixcon

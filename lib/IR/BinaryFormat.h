// The frame of a binary module: this header, the FlatBuffers structure, the contents.
#pragma once

#include <bit>
#include <cstdint>

namespace fixcon::irb {

static_assert(std::endian::native == std::endian::little, "contents are stored as they lie");

inline constexpr char magic[8] = {'F', 'I', 'X', 'C', 'O', 'N', 'I', 'R'};
inline constexpr uint32_t formatVersion = 1;
/// Of the structure and of every content; enough for the widest vector loads.
inline constexpr uint64_t alignment = 64;
/// An index that names nothing.
inline constexpr uint32_t nothing = 0xffffffff;

/// Attributes that are raw bytes are copied on reading; a file may make no more than this of them.
inline constexpr uint64_t maxAttributeBytes = uint64_t{1} << 30;

struct Header {
  char magic[8];
  uint32_t version;
  uint32_t reserved;
  uint64_t structureOffset, structureSize;
  uint64_t dataOffset, dataSize;
  uint64_t unused[2];
};
static_assert(sizeof(Header) == 64);

constexpr uint64_t aligned(uint64_t offset) {
  return (offset + alignment - 1) / alignment * alignment;
}

} // namespace fixcon::irb

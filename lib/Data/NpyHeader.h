// The header of NumPy's array format: magic, version, and a Python dictionary as text.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <cstddef>
#include <span>

namespace fixcon {

/// What the header says, and how many bytes it takes.
struct NpyHeader {
  DType dtype = DType::F32;
  Shape shape;
  bool fortranOrder = false;
  bool bigEndian = false;
  size_t headerSize = 0;
};

/// Bytes of magic, version and the longest length field: with these headerSizeOf() can answer.
inline constexpr size_t npyPrefixSize = 12;
/// Whole size of the header from its first npyPrefixSize bytes; nullopt if they are none of an
/// .npy file or the header is absurdly long.
std::optional<size_t> npyHeaderSize(std::span<const std::byte> prefix);

/// Parses a header of npyHeaderSize() bytes or more. On failure `why` says what is wrong.
std::optional<NpyHeader> parseNpyHeader(std::span<const std::byte> bytes, std::string &why);

/// The header of a tensor; nullopt for dtypes that NumPy has nothing for. bf16 becomes u16 bits,
/// the small floats u8 bits, sub-byte integers bytes.
std::optional<std::string> makeNpyHeader(const Tensor &tensor);

/// Elements in the order and byte order of the file, turned into a row-major tensor of this
/// machine. `bytes` has the size that the header asks for; without an owner it is copied.
Tensor tensorOfNpy(const NpyHeader &header, std::span<const std::byte> bytes,
                   std::shared_ptr<const void> owner);

} // namespace fixcon

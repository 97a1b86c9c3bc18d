// The bytes of buffers and the elements of tensors.
#pragma once

#include "fixcon/Support/Result.h"
#include "fixcon/Tensor/Tensor.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fixcon {

/// The elements of a tensor that lie in `bytes`, which `owner` keeps alive; plain ones are not copied. Null if
/// the bytes are not those of such a tensor.
std::optional<Tensor> decodeContent(DType dtype, const Shape &shape,
                                    std::span<const std::byte> bytes,
                                    const std::shared_ptr<const void> &owner);
/// How many bytes such a tensor has in the file; nullopt for strings, or if it overflows.
std::optional<int64_t> contentSize(DType dtype, const Shape &shape);

/// The way back: the bytes of `tensor` itself, or those that are made and put into `scratch`.
std::span<const std::byte> encodeContent(const Tensor &tensor, std::vector<std::byte> &scratch);

} // namespace fixcon

// Memory for results: taken again and again, for touching fresh memory costs more than computing what is put there.
#pragma once

#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// A tensor to be written, whole, before anybody reads it. Its memory goes back to where the next one is taken from.
struct Buffer {
  Tensor tensor;
  std::byte *data;
};

/// Elements are those of whoever had the memory before. Safe to use from threads.
Buffer takeBuffer(DType dtype, Shape shape);

} // namespace fixcon

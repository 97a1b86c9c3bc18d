// What numbers an input may hold, as far as the data tells.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <span>

namespace fixcon {

enum class NumberDomain {
  Given,    ///< these: whole numbers, a few values, vectors of length 1 or of sum 1
  Bounded,  ///< others between bounds that the data reaches: pictures, probabilities
  Positive, ///< any of one sign
  Free      ///< any
};

/// Of the tensors that one input holds, sample by sample. Right models may part on what no sample can hold.
NumberDomain domainOf(std::span<const Tensor> samples);

} // namespace fixcon

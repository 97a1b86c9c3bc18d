// What numbers an input may hold, as far as the data tells.
#pragma once

#include "fixcon/Align/RandomLike.h"

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

/// Elements of `data` in any order and number, in f64.
Tensor shuffledLike(const Tensor &data, Random &random);
/// What an input of the domain that holds `data` may hold beside it: numbers given stay, those that have bounds are
/// shuffled, others are as randomLike() draws them, those of one sign with that sign.
Tensor drawnWithin(NumberDomain domain, const Tensor &data, double factor, Signs signs,
                   Random &random);

} // namespace fixcon

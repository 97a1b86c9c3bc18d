// Random numbers in place of data, to see what the data hides.
#pragma once

#include "fixcon/Support/Random.h"
#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// How much larger than the data random numbers are, one trial each: near enough to stay where functions
/// bend, far enough to reach bounds that the data keeps away from.
inline constexpr double randomFactors[] = {4, 16};

enum class Signs { Both, Positive, Negative };

/// Normal numbers of the data's shape, `factor` times as large by rms, in f64; whole numbers, which may be
/// indices or sizes, are the data's.
Tensor randomLike(const Tensor &data, double factor, Random &random, Signs signs = Signs::Both);

} // namespace fixcon

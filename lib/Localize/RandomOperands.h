// Whether two ops mean the same although they are spelt differently.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// Whether both ops of a pair give the same results on the same random operands, up to the noise floor. What
/// agrees on the data and here is one function of these shapes; what agrees on the data alone is latent where
/// an input can show it.
bool agreeOnRandomOperands(const OpPair &pair, const AlignedPair &aligned);

} // namespace fixcon

// Whether two ops mean the same although they are spelt differently.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// Whether both ops of a pair that lies in one layout give the same results on the same random operands,
/// up to the noise floor. What agrees on the data and here is one function of these shapes; what agrees
/// on the data alone is latent.
bool agreeOnRandomOperands(const OpPair &pair, const SourceValues &values);

} // namespace fixcon

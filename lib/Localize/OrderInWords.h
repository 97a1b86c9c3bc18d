// What a converter did to the order of weights.
#pragma once

#include "fixcon/IR/Op.h"
#include "fixcon/Tensor/Tensor.h"

namespace fixcon {

/// How the elements of `target`, which are those of `source` in another order, lie: transposed, reversed along an
/// axis, the gates of a recurrent `op` exchanged. Empty if there is no word for it.
std::string orderInWords(const Tensor &source, const Tensor &target, const Op &op);

} // namespace fixcon

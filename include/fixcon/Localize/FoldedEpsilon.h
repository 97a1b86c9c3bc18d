// A normalisation with another epsilon, seen through weights into which the source has folded its own.
#pragma once

#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/IR/Op.h"

#include <optional>

namespace fixcon {

struct FoldedEpsilon {
  const Op *op = nullptr; ///< of the target's executable form
  double target = 0, source = 0;
};

/// The one op behind `target` that normalises by running statistics, if with one of the epsilons that
/// frameworks use the weights of `target`, an op of the normal form, were those of `source`.
std::optional<FoldedEpsilon> foldedEpsilon(const ExecutablePair &pair, const Op &target,
                                           const Op &source);

} // namespace fixcon

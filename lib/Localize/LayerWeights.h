// Which channels of a layer have the source's weights.
#pragma once

#include "fixcon/IR/Op.h"

#include <vector>

namespace fixcon {

/// What the weights of two partners have in common.
struct LayerWeights {
  enum class Kind {
    Equal,   ///< up to the rounding of folding
    Rounded, ///< most channels up to a rounding, such as that to f16 or to 8 bits
    Partly,  ///< equal in some channels, while others are damaged
    Other
  };
  Kind kind = Kind::Other;
  /// By output channel: whether what it computes tells of its input. Empty: all do.
  std::vector<bool> intact;

  /// Whether every intact channel computes the source's result up to a rounding.
  bool areKept() const { return kind != Kind::Other; }
};

/// Weights in front of which something else may differ. Operands that are no constants are no weights.
LayerWeights compareLayerWeights(const Op &source, const Op &target);

} // namespace fixcon

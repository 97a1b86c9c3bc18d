// A layer of long short-term memory as operators with a tensor for each gate describe it.
#pragma once

#include "RecurrentParts.h"

namespace fixcon {

/// Where the operands of one direction stand; gates are in the order input, forget, cell, output.
struct LSTMLayer {
  unsigned weights =
      1; ///< the first of the gates' weights; behind them recurrent weights, peepholes of
         ///< three gates, biases, and weights and bias of a projection
  unsigned output = 18, cell = 19; ///< states
  std::optional<unsigned> norms =
      20;                ///< the first of the coefficients by which sums of gates are normalised
  bool backward = false; ///< reads the sequence from its end
};

/// What the operator says of all its layers.
struct LSTMOptions {
  std::string activation; ///< by its ONNX name
  double cellClip = 0, projectionClip = 0;
  std::optional<std::string> rounding; ///< of what is multiplied with weights on a grid

  static FailureOr<LSTMOptions> take(RuleBuilder &b);
};

/// What a layer gives of a sequence [steps, samples, numbers], step by step; null where a part of it is missing, which is told.
Value *lstmLayer(RuleBuilder &b, const LSTMLayer &layer, const LSTMOptions &options, Value *x);

} // namespace fixcon

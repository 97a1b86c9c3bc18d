// What quantisation by design does to a target, layer by layer, and grids of activations that are wrong.
#pragma once

#include "fixcon/Align/Grids.h"

namespace fixcon {

/// The dtype of the integers as which the file holds a weight of the target's normal form, or makes it of its numbers;
/// nothing if it is held as real numbers.
std::optional<DType> heldIntegers(const Value &weight, const Graph &faithful);

/// The step by which each of the numbers is its integer, up to half a step; nothing if there is none. Integers at the
/// ends, `low` and `high`, may stand for numbers beyond.
std::optional<double> commonStep(std::span<const double> integers, std::span<const double> numbers,
                                 double low, double high);

/// Whether weights that are held so are the source's, up to the rounding to their grid. Sizes are equal.
bool areSourceRounded(const Tensor &source, const Tensor &target);

/// "'/conv/Conv': weights i8, by channel, 41.3 dB" for a weight that is held so.
std::string weightCost(const std::string &node, const Value &source, const Value &target,
                       DType held);

/// "'x_QuantizeLinear': u8, step 0.0193, 0.02 % beyond the ends, 38.2 dB" for each grid that rounds a value of the
/// source's.
std::vector<std::string> activationCosts(const TargetGrids &grids, const NormalPair &pair);

/// What is wrong with a grid of activations, if anything: the rule, and the constants that ought to have other numbers.
struct GridFault {
  std::string rule, cause;
  std::string scale, zeroPoint; ///< of the file
  bool isReading = false;       ///< the integers were chosen rightly, and are read wrongly
};
/// `all` are the grids of the model, for one calibration chose their ranges.
std::optional<GridFault> gridFault(const TargetGrid &grid, const TargetGrids &all);

/// A finding for each wrong grid.
void reportGridFaults(Module &module, const NormalPair &pair, const TargetGrids &grids);

} // namespace fixcon

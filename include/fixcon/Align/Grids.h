// The grids to which a quantised target rounds activations, and what each of them does to the source's values.
#pragma once

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Ops/Grid.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

/// What rounding to one grid does to the values that the source has there. Shares are of all elements.
struct GridCost {
  double low = 0, high = 0;     ///< the least and the largest of the values
  double saturated = 0;         ///< share of those beyond the ends, by more than half a step
  double overshoot = 0;         ///< how far the farthest lies beyond, in widths of the grid
  double signal = 0, error = 0; ///< mean squares of the values and of what rounding changes
  double rounding = 0; ///< of the error, what a grid without ends would change: step^2 / 12
  /// Of signal to error in decibels; infinite where nothing changes.
  double decibels() const;
};

struct TargetGrid {
  std::string value;                ///< its result, in the real normal form
  std::vector<std::string> origins; ///< the values of the file that it stands for
  Grid grid;
  /// Constants of the file that hold scale and zero point of the rounding, and of the reading; empty names where there
  /// is none.
  std::string scale, zeroPoint, realScale, realZeroPoint;
  std::string
      source; ///< the value of the source's normal form that is rounded; empty if none is known
  std::string
      clamp; ///< that of the source's op whose work the ends do, which is left out; else empty
  std::optional<GridCost> cost;
};

/// All of them whose scales are constants, in the order of the target.
struct TargetGrids {
  std::vector<TargetGrid> grids;

  static FailureOr<TargetGrids> compute(Module &module, PassContext &context);
  /// What stands in place of a grid in the normal form that is compared: what it rounds, or the source's op.
  Value *replacement(CoreBuilder &builder, Value *x, const Op &grid) const;

private:
  const Graph *sourceNormal = nullptr;
};

/// What rounding to `grid` does to tensors of the target's layout.
GridCost gridCost(const Grid &grid, std::span<const Tensor> values);

} // namespace fixcon

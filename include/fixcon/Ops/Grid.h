// Grids of quantisation: the real numbers that a quantised type with its scale and zero point can stand for.
#pragma once

#include "fixcon/IR/Op.h"
#include "fixcon/Tensor/Tensor.h"

#include <optional>
#include <vector>

namespace fixcon {

/// Whether an op rounds its operand to a grid and gives the real number that it finds there, so that it changes values by
/// half a step at most, but for those beyond the ends.
bool isGrid(const Op &op);

/// The numbers of one scale and zero point: `low`, `low + step`, ... `high`.
struct GridRange {
  double step = 0, low = 0, high = 0;
};

/// The grid of such an op, one for all elements or one for each index of an axis.
struct Grid {
  DType dtype = DType::U8;         ///< that the integers are held in
  size_t axis = 0;                 ///< of the operand, where there are several entries
  std::vector<GridRange> rounding; ///< by which integers are chosen
  std::vector<GridRange>
      reading; ///< what these integers stand for; the same unless scale or zero point is wrong on a side

  bool isPerAxis() const { return rounding.size() > 1; }
  /// Whether integers are read as they were chosen.
  bool isConsistent() const;
  /// The entry of an element of a tensor of that shape.
  size_t entry(int64_t element, const Shape &shape) const;

  /// Nothing where the op computes its grid from the data, or reads it from no constant.
  static std::optional<Grid> of(const Op &op);
};

} // namespace fixcon

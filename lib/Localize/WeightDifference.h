// What kind of difference two learned tensors have.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <string>

namespace fixcon {

enum class WeightClass {
  Equal,     ///< within the rounding of folding (equalWeights)
  Half,      ///< every element rounded to f16
  BFloat,    ///< every element rounded to bf16
  Grid,      ///< on an 8-bit grid, per tensor or per channel
  Quantized, ///< the same, and held as integers
  Coarse,    ///< most elements moved, by less than 5 % of the rms: rounding seen through a folding
  Scale,     ///< one common factor
  Zeroed,    ///< some elements became 0, the others are equal
  Permuted,  ///< the same elements in another order
  Absent,    ///< the target has none, which means zeros
  NonFinite, ///< NaN or infinite on one side alone
  GridScale, ///< held as integers with a wrong scale
  GridAxis,  ///< held as integers with scales that are other channels'
  GridZeroPoint, ///< held as integers with a wrong zero point
  GridRange,     ///< held as integers that end before the source's numbers do
  Sparse,        ///< at most 1 % of the elements differ
  Different
};

/// Whether the class is that of a rounding, which runs through a whole model.
constexpr bool isRounding(WeightClass kind) {
  return kind == WeightClass::Half || kind == WeightClass::BFloat || kind == WeightClass::Grid ||
         kind == WeightClass::Quantized || kind == WeightClass::Coarse;
}

/// Whether it is said of integers and the grid that they lie on.
constexpr bool isOfGrid(WeightClass kind) {
  return kind == WeightClass::Quantized || kind == WeightClass::GridScale ||
         kind == WeightClass::GridAxis || kind == WeightClass::GridZeroPoint ||
         kind == WeightClass::GridRange;
}

/// The code of a finding of such weights: "FX-WB-f16".
std::string weightRule(WeightClass kind);

struct WeightDifference {
  WeightClass kind = WeightClass::Equal;
  double maxAbs = 0;       ///< of target - source
  int64_t differing = 0;   ///< elements beyond folding rounding
  double largest = 0;      ///< magnitude of the source's elements
  std::string detail = {}; ///< the factor, the order, what is not finite and where
  /// A phrase for people: "rounded to f16".
  std::string str() const;
};

/// Whether `other` says more about what is wrong with an op than `worst` does. A rounding is told by the weight rather
/// than by the bias, whose few numbers may lie anywhere; but what is off by far more than it is no rounding.
bool saysMore(const WeightDifference &other, const WeightDifference &worst);

/// Both of equal shape, real dtypes. u = 2^-24.
WeightDifference compareWeights(const Tensor &source, const Tensor &target);

/// The same of weights that the target holds as integers, with a scale of their own.
WeightDifference compareQuantized(const Tensor &source, const Tensor &target);

/// Whether there are enough numbers to tell that all are rounded to half precision.
bool areOfHalf(const std::vector<double> &numbers);

/// Whether the source's numbers are the target's in half precision: then it is the source that is rounded.
bool isSourceCoarser(const Tensor &source, const Tensor &target);

} // namespace fixcon

// How far the arithmetic of a model moves its own outputs.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <array>
#include <limits>

namespace fixcon {

/// Noise by the size of elements. A large element brings noise that small ones do not have, so that one
/// bound for all would hide what is wrong with the small ones; the noise of a single element may be zero
/// by luck, so that an element is held to the worst among those that are at most about sixteen times as
/// large as it is, or as the median element.
class NoiseProfile {
public:
  /// What one sample shows: a run whose results are rounded as the model says, and one in f64. Elements
  /// that are not finite show nothing. Distances, and a rounding to the dtype, count
  /// `weight` times, and distances for `most` at most.
  void add(const Tensor &typed, const Tensor &exact, double weight = 1,
           double most = std::numeric_limits<double>::infinity());
  /// The worst of both.
  void merge(const NoiseProfile &other);
  /// The same, where what `other` brings counts up to `factor` times what this profile bounds.
  void mergeUpTo(double factor, const NoiseProfile &other);

  /// The bound for elements by their size.
  class Bounds {
  public:
    double at(double magnitude) const {
      return std::max(unit * magnitude, byClass[classOf(magnitude)]);
    }

  private:
    friend class NoiseProfile;
    double unit = 0;
    std::array<double, 290> byClass{};
  };
  Bounds bounds() const;

private:
  static size_t classOf(double magnitude);
  size_t medianClass() const;

  std::array<int64_t, 290> counts{}; ///< by the exponent to base 16, zeros apart
  std::array<double, 290> noises{};
  double unit = 0; ///< relative: one rounding to the output's dtype
};

} // namespace fixcon
